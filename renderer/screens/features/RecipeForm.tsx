import { useState } from 'react'
import { Badge, Button, NativeSelect, NumberInput, UnstyledButton } from '@mantine/core'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  defaultRecipe,
  recipeOptions,
  recipeSchema,
  type Recipe,
  type RecipeKey,
  type RecipeOption,
  type RecipeStage,
} from '../../../src/features/recipe'
import { queryKeys, useEngine } from '../../engine'
import { ErrorNote } from '../../widgets/ErrorNote'

interface RecipeFormProps {
  /** The project's recipe. */
  readonly current: Recipe
  /** The recipe as edited. */
  readonly recipe: Recipe
  /** The recipe as edited, once the person paused. */
  readonly settled: Recipe
  /** Null goes back to the project's. */
  onChange(recipe: Recipe | null): void
}

const stages: readonly RecipeStage[] = [
  'signal',
  'frame',
  'mel',
  'cepstrum',
  'dynamics',
  'normalization',
  'voice activity',
]

const sameRecipe = (one: Recipe, other: Recipe): boolean => recipeOptions.every(({ key }) => one[key] === other[key])

interface OptionFieldProps {
  readonly option: RecipeOption
  readonly value: Recipe[RecipeKey]
  onChange(value: string | number): void
}

/** Seconds are short here, and people say them in milliseconds. */
const scaleOf = ({ unit }: RecipeOption): number => (unit === 's' ? 1000 : 1)
const unitOf = ({ unit }: RecipeOption): string => (unit === 's' ? 'ms' : unit)

function wordsOf(option: RecipeOption, value: Recipe[RecipeKey]): string {
  const choice = option.choices?.find((candidate) => candidate.value === value)
  if (choice) return choice.label
  return `${Number((Number(value) * scaleOf(option)).toFixed(3))} ${unitOf(option)}`.trim()
}

function OptionField({ option, value, onChange }: OptionFieldProps) {
  const { key, label, range, choices, help } = option
  const byDefault = defaultRecipe[key]
  const scale = scaleOf(option)
  return (
    <div className="recipe-option">
      <span className="recipe-name">
        <label htmlFor={`recipe-${key}`}>{label}</label>
        {value !== byDefault && (
          <UnstyledButton
            title={`The default is ${wordsOf(option, byDefault)}; take it`}
            aria-label={`${label} differs from its default, ${wordsOf(option, byDefault)}; take the default`}
            onClick={() => onChange(byDefault)}
          >
            <Badge size="xs" variant="light" tt="none">
              changed
            </Badge>
          </UnstyledButton>
        )}
      </span>
      {choices ? (
        <NativeSelect
          id={`recipe-${key}`}
          size="xs"
          aria-describedby={`recipe-${key}-help`}
          value={String(value)}
          data={choices.map((choice) => ({
            value: String(choice.value),
            label: choice.label,
          }))}
          onChange={(event) => {
            const chosen = choices.find((choice) => String(choice.value) === event.currentTarget.value)
            if (chosen) onChange(chosen.value)
          }}
        />
      ) : (
        <NumberInput
          id={`recipe-${key}`}
          aria-describedby={`recipe-${key}-help`}
          value={Number((Number(value) * scale).toFixed(6))}
          min={(range?.min ?? 0) * scale}
          max={(range?.max ?? 1) * scale}
          step={(range?.step ?? 1) * scale}
          clampBehavior="blur"
          suffix={unitOf(option) ? ` ${unitOf(option)}` : ''}
          onChange={(next) => {
            if (typeof next === 'number') onChange(Number((next / scale).toFixed(9)))
          }}
        />
      )}
      <span className="recipe-help" id={`recipe-${key}-help`}>
        {help}
        {range && ` ${wordsOf(option, range.min)} to ${wordsOf(option, range.max)}.`} Default:{' '}
        {wordsOf(option, byDefault)}.
      </span>
    </div>
  )
}

/** The recipe by stage, what differs from the defaults, and what applying it would cost. */
export function RecipeForm({ current, recipe, settled, onChange }: RecipeFormProps) {
  const engine = useEngine()
  const queries = useQueryClient()
  const [error, setError] = useState<unknown>(null)
  const changed = !sameRecipe(current, recipe)
  const valid = recipeSchema.safeParse(recipe)
  const { data: cost } = useQuery({
    queryKey: queryKeys.features('cost', settled),
    enabled: changed && recipeSchema.safeParse(settled).success,
    placeholderData: keepPreviousData,
    queryFn: () => engine.features.cost({ recipe: settled }),
  })
  const apply = async (compute: boolean): Promise<void> => {
    setError(null)
    try {
      await engine.features.setRecipe({ recipe })
      await queries.invalidateQueries({ queryKey: queryKeys.project })
      onChange(null)
      if (compute) await engine.jobs.start({ request: { kind: 'extract' } })
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <>
      <div className="panel-head">
        <h2 className="panel-title">Recipe</h2>
        <Button
          size="compact-xs"
          variant="default"
          disabled={sameRecipe(recipe, defaultRecipe)}
          onClick={() => onChange(defaultRecipe)}
        >
          Defaults
        </Button>
      </div>
      {stages.map((stage) => (
        <fieldset key={stage} className="recipe-stage">
          <legend>{stage}</legend>
          {recipeOptions
            .filter((option) => option.stage === stage)
            .map((option) => (
              <OptionField
                key={option.key}
                option={option}
                value={recipe[option.key]}
                onChange={(value) => onChange({ ...recipe, [option.key]: value })}
              />
            ))}
        </fieldset>
      ))}
      {error !== null && <ErrorNote error={error} />}
      {changed && (
        <div className="recipe-foot" role="status">
          {valid.success ? (
            <span>
              {cost
                ? cost.toCompute === 0
                  ? 'Nothing has to be computed again.'
                  : `${cost.toCompute} of ${cost.total} recordings have to be computed again.`
                : 'Counting what has to be computed again.'}
            </span>
          ) : (
            <span className="error-text">{valid.error.issues[0]?.message}</span>
          )}
          <div className="recipe-buttons">
            <Button disabled={!valid.success} onClick={() => void apply(true)}>
              Apply and compute
            </Button>
            <Button variant="default" disabled={!valid.success} onClick={() => void apply(false)}>
              Apply
            </Button>
            <Button variant="subtle" color="gray" onClick={() => onChange(null)}>
              Back
            </Button>
          </div>
        </div>
      )}
    </>
  )
}
