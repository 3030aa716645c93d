import { useMemo, useState } from 'react'
import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { presetNames, presetRecipe, presets, type PresetName } from '../../../src/features/presets'
import { defaultRecipe, type Recipe } from '../../../src/features/recipe'
import type { RecipeKey, RecipeOption } from '../../../src/features/recipeOptions'
import { recipeConflicts, type RecipeConflict } from '../../../src/features/recipeConflicts'
import { useSettings } from '../../settings'
import { ExtrasField } from './ExtrasField'
import { OptionField } from './OptionField'
import { stageWords } from './optionWords'
import { PresetPicker } from './PresetPicker'
import { ProjectStatistics } from './ProjectStatistics'
import { RecipeFoot } from './RecipeFoot'
import { RecipeMenu } from './RecipeMenu'
import { RecipeStageSection } from './RecipeStageSection'
import {
  changed,
  differingKeys,
  formStages,
  isRare,
  nearestRecipe,
  optionsOf,
  stageTitles,
  whyIdle,
  type FormStage,
} from './recipeStages'

interface RecipeFormProps {
  /** The project's recipe. */
  readonly current: Recipe
  /** The recipe as edited. */
  readonly recipe: Recipe
  /** The recipe as edited, once the person paused. */
  readonly settled: Recipe
  /** The project's rate; null until an import has chosen one. */
  readonly sampleRateHz: number | null
  /** Null goes back to the project's. */
  onChange(recipe: Recipe | null): void
}

/** Presets that count in samples are shown as they are at this rate while a project has none. */
const usualRateHz = 16_000

/** The recipe by stage, how it differs from a preset, and what applying it would cost. */
export function RecipeForm({ current, recipe, settled, sampleRateHz, onChange }: RecipeFormProps) {
  const [chosenPreset, setChosenPreset] = useState<PresetName | null>(null)
  const [search, setSearch] = useState('')
  const openStages = useSettings((settings) => settings.openStages)
  const toggleStage = useSettings((settings) => settings.toggleStage)
  const bases = useMemo(
    () => new Map(presetNames.map((name) => [name, presetRecipe(name, sampleRateHz ?? usualRateHz)] as const)),
    [sampleRateHz],
  )
  const preset = chosenPreset ?? nearestRecipe(current, bases)
  const base = bases.get(preset) ?? defaultRecipe
  const presetLabel = presets.find(({ name }) => name === preset)?.label ?? preset
  const differing = differingKeys(recipe, base)
  const conflicts = recipeConflicts(recipe, sampleRateHz)
  const sought = search.trim().toLowerCase()
  const fits = (text: string): boolean => text.toLowerCase().includes(sought)
  const set = <Key extends keyof Recipe>(key: Key, value: Recipe[Key]): void => onChange(changed(recipe, key, value))

  const field = (option: RecipeOption) => (
    <OptionField
      key={option.key}
      option={option}
      value={recipe[option.key]}
      base={{ label: presetLabel, value: base[option.key] }}
      idle={whyIdle(option.key, recipe)}
      problem={problemAt(option.key, conflicts)}
      onChange={(value) => set(option.key, value as Recipe[RecipeKey])}
    />
  )

  const section = (stage: FormStage) => {
    const options = optionsOf(stage).filter(({ label, help }) => fits(`${label} ${help}`))
    const hasExtras = stage === 'extras' && (sought === '' || fits('extra columns') || options.length === 0)
    if (sought !== '' && options.length === 0 && stage !== 'extras') return null
    const inSight = ({ key }: RecipeOption): boolean =>
      sought !== '' ||
      differing.includes(key) ||
      problemAt(key, conflicts) !== null ||
      (!isRare(key) && whyIdle(key, recipe) === null)
    const troubled = conflicts.some(({ keys }) => optionsOf(stage).some(({ key }) => keys.includes(key)))
    const keys: readonly (keyof Recipe)[] = stage === 'extras' ? ['extras'] : optionsOf(stage).map(({ key }) => key)
    return (
      <RecipeStageSection
        key={stage}
        title={stageTitles[stage]}
        words={stageWords(stage, recipe)}
        differences={keys.filter((key) => differing.includes(key)).length}
        open={openStages.includes(stage) || sought !== '' || troubled}
        onToggle={() => toggleStage(stage)}
        more={options.filter((option) => !inSight(option)).map(field)}
      >
        {options.filter(inSight).map(field)}
        {hasExtras && (
          <ExtrasField
            extras={recipe.extras}
            {...(sought === '' ? {} : { fits })}
            onChange={(extras) => set('extras', extras)}
          />
        )}
        {stage === 'normalization' && recipe.normalization === 'project' && (
          <ProjectStatistics recipe={recipe} onMeasured={onChange} />
        )}
      </RecipeStageSection>
    )
  }

  return (
    <>
      <div className="panel-head">
        <h2 className="panel-title">Recipe</h2>
        <RecipeMenu recipe={recipe} onTake={onChange} />
      </div>
      <PresetPicker
        preset={preset}
        differences={differing.length}
        onChoose={(name) => {
          setChosenPreset(name)
          onChange(bases.get(name) ?? null)
        }}
      />
      <TextInput
        className="recipe-search"
        aria-label="Find an option"
        placeholder="Find an option"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        rightSection={
          search ? <CloseButton size="xs" aria-label="Show all options" onClick={() => setSearch('')} /> : null
        }
      />
      {formStages.map(section)}
      <RecipeFoot current={current} recipe={recipe} settled={settled} conflicts={conflicts} onChange={onChange} />
    </>
  )
}

/** What to tell at an option: the sentence where it is the likeliest to be wrong, nothing but a mark where it has a part in it. */
function problemAt(key: RecipeKey, conflicts: readonly RecipeConflict[]): string | null {
  const told = conflicts.find(({ keys }) => keys[0] === key)
  if (told) return told.sentence
  return conflicts.some(({ keys }) => keys.includes(key)) ? '' : null
}
