import type { Recipe } from '../../../src/features/recipe'
import { recipeOptions, type RecipeKey, type RecipeOption } from '../../../src/features/recipeOptions'

/** The stages of the form, in the order in which they act. Extras have a list instead of options. */
export const formStages = [
  'signal',
  'frame',
  'mel',
  'cepstrum',
  'dynamics',
  'extras',
  'normalization',
  'voice activity',
] as const

export type FormStage = (typeof formStages)[number]

export const stageTitles: Readonly<Record<FormStage, string>> = {
  signal: 'Signal',
  frame: 'Frame',
  mel: 'Mel filters',
  cepstrum: 'Cepstrum',
  dynamics: 'Dynamics',
  extras: 'Extra columns',
  normalization: 'Normalization',
  'voice activity': 'Voice activity',
}

/** Options that few people touch; they stand behind "more" while they are as the preset has them. */
const rareKeys: readonly RecipeKey[] = [
  'framing',
  'fftLength',
  'sampleScale',
  'spectrum',
  'logFloor',
  'dynamicRangeDb',
  'cosineTransform',
  'energyPlace',
  'deltaReach',
  'stacking',
]

export function isRare(key: RecipeKey): boolean {
  return rareKeys.includes(key)
}

export function optionsOf(stage: FormStage): RecipeOption[] {
  return recipeOptions.filter((option) => option.stage === stage)
}

/** Why an option changes nothing beside the other choices, as a sentence; null where it acts. */
export function whyIdle(key: keyof Recipe, recipe: Recipe): string | null {
  switch (key) {
    case 'logFloor':
      return recipe.logarithm === 'lnOnePlus' ? 'Does not act: ln(1 + x) has no floor.' : null
    case 'energyPlace':
      return recipe.energy === 'none' ? 'Does not act: there is no energy term.' : null
    case 'deltaReach':
      return recipe.deltas === 0 ? 'Does not act: there are no deltas.' : null
    case 'slidingSeconds':
      return recipe.normalization.startsWith('sliding') ? null : 'Does not act: the normalization does not slide.'
    case 'hangOverSeconds':
      return recipe.voiceActivity === 'none' ? 'Does not act: every frame is kept.' : null
    default:
      return null
  }
}

const sameValue = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** The options in which two recipes differ, those that do not act in either left out. */
export function differingKeys(recipe: Recipe, base: Recipe): (keyof Recipe)[] {
  return (Object.keys(base) as (keyof Recipe)[]).filter((key) => {
    if (key === 'projectStatistics' || sameValue(recipe[key], base[key])) return false
    return whyIdle(key, recipe) === null || whyIdle(key, base) === null
  })
}

/** Of some recipes by name the one that a recipe differs from in the fewest options; the first of those that are as near. */
export function nearestRecipe<Name extends string>(recipe: Recipe, bases: ReadonlyMap<Name, Recipe>): Name {
  const ranked = [...bases].map(([name, base]) => ({ name, differences: differingKeys(recipe, base).length }))
  const [first] = ranked.sort((one, other) => one.differences - other.differences)
  if (!first) throw new RangeError('There is no recipe to compare with.')
  return first.name
}

/** The recipe with one option changed. Statistics of the project are those of the recipe they were measured under. */
export function changed<Key extends keyof Recipe>(recipe: Recipe, key: Key, value: Recipe[Key]): Recipe {
  const keepsStatistics = key === 'stacking' || key === 'projectStatistics'
  return { ...recipe, ...(keepsStatistics ? {} : { projectStatistics: null }), [key]: value }
}
