import type { ExtraColumn, Recipe } from '../../../src/features/recipe'
import { recipeOptions, type RecipeKey, type RecipeOption } from '../../../src/features/recipeOptions'
import { extraColumnFacts } from '../../../src/features/extraColumnFacts'
import { cepstrumNames } from '../../../src/features/columnNames'
import type { FormStage } from './recipeStages'

/** Short times are said in milliseconds. */
export function scaleOf({ unit, range }: RecipeOption): number {
  return unit === 's' && (range?.max ?? 0) <= 1 ? 1000 : 1
}

export function unitOf(option: RecipeOption): string {
  return scaleOf(option) === 1000 ? 'ms' : option.unit
}

/** Whether the range of an option spans so much that its values are best written with a power of ten. */
export function isScientific({ range }: RecipeOption): boolean {
  return range !== undefined && range.min > 0 && range.max / range.min > 1e6
}

/** A value as a person says it: "25 ms", "Hamming", "1e-10". */
export function valueWords(option: RecipeOption, value: Recipe[RecipeKey]): string {
  const choice = option.choices?.find((candidate) => candidate.value === value)
  if (choice) return choice.label
  if (isScientific(option)) return String(Number(Number(value).toPrecision(4)))
  return `${Number((Number(value) * scaleOf(option)).toFixed(3))} ${unitOf(option)}`.trim()
}

const optionNamed = (key: RecipeKey): RecipeOption => {
  const option = recipeOptions.find((candidate) => candidate.key === key)
  if (!option) throw new RangeError(`A recipe has no option ${key}.`)
  return option
}

const words = (recipe: Recipe, key: RecipeKey): string => valueWords(optionNamed(key), recipe[key])

export function extraLabel(extra: ExtraColumn): string {
  return extraColumnFacts.find((facts) => facts.extra === extra)?.label ?? extra
}

/** What a stage does, in a line: what stands there while it is closed. */
export function stageWords(stage: FormStage, recipe: Recipe): string {
  const parts = partsOf(stage, recipe).filter((part) => part !== null)
  return parts.join(', ')
}

function partsOf(stage: FormStage, recipe: Recipe): (string | null)[] {
  switch (stage) {
    case 'signal':
      return [
        recipe.sampleScale === 'unit' ? 'fractions of 1' : null,
        recipe.dcOffset === 'remove' ? 'offset removed' : 'offset kept',
        recipe.preEmphasis > 0 ? `pre-emphasis ${recipe.preEmphasis}` : 'no pre-emphasis',
      ]
    case 'frame':
      return [
        `${words(recipe, 'frameSeconds')} every ${words(recipe, 'hopSeconds')}`,
        words(recipe, 'window'),
        recipe.framing === 'centered' ? 'centered' : null,
      ]
    case 'mel':
      return [
        `${recipe.melFilters} by ${words(recipe, 'filterBank')}`,
        rangeWords(recipe),
        `${words(recipe, 'spectrum').toLowerCase()}, ${words(recipe, 'logarithm')}`,
      ]
    case 'cepstrum':
      return [cepstrumWords(recipe), recipe.lifter > 0 ? `lifter ${recipe.lifter}` : null]
    case 'dynamics':
      return [
        recipe.deltas === 0 ? 'no deltas' : words(recipe, 'deltas').toLowerCase(),
        recipe.stacking > 0 ? `${2 * recipe.stacking + 1} frames stacked` : null,
      ]
    case 'extras':
      return recipe.extras.length === 0 ? ['none'] : recipe.extras.map((extra) => extraLabel(extra).toLowerCase())
    case 'normalization':
      return [
        words(recipe, 'normalization').toLowerCase(),
        recipe.normalization.startsWith('sliding') ? `over ${words(recipe, 'slidingSeconds')}` : null,
      ]
    case 'voice activity':
      return [
        words(recipe, 'voiceActivity').toLowerCase(),
        recipe.voiceActivity === 'none' ? null : `${words(recipe, 'hangOverSeconds')} hang-over`,
      ]
  }
}

function rangeWords({ lowestHz, highestHz }: Recipe): string | null {
  if (highestHz === 0) return lowestHz === 0 ? null : `from ${lowestHz} Hz up`
  return `${lowestHz} to ${highestHz} Hz`
}

function cepstrumWords(recipe: Recipe): string {
  const names = cepstrumNames(recipe)
  const [first] = names
  const last = names.at(-1)
  return first === undefined || last === undefined ? 'none' : first === last ? first : `${first} to ${last}`
}
