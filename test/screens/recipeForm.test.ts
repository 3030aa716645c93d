import { describe, expect, test } from 'vitest'
import { stageWords, valueWords } from '../../renderer/screens/features/optionWords'
import {
  changed,
  differingKeys,
  formStages,
  nearestRecipe,
  optionsOf,
  whyIdle,
} from '../../renderer/screens/features/recipeStages'
import { readRecipe, recipeText } from '../../renderer/screens/features/recipeText'
import { extrasOf, presentTracks, trackGroups } from '../../renderer/screens/features/trackChoices'
import { columnNames } from '../../src/features/columnNames'
import { presetNames, presetRecipe } from '../../src/features/presets'
import { defaultRecipe, type Recipe } from '../../src/features/recipe'
import { recipeOptions } from '../../src/features/recipeOptions'

const bases = new Map(presetNames.map((name) => [name, presetRecipe(name, 16_000)] as const))

describe('the form of a recipe', () => {
  test('has every option in one stage', () => {
    const shown = formStages.flatMap((stage) => optionsOf(stage).map(({ key }) => key))
    expect(shown.sort()).toEqual(recipeOptions.map(({ key }) => key).sort())
  })

  test.each(presetNames)('knows %s for what it is, and says each of its stages in a line', (name) => {
    const recipe = presetRecipe(name, 16_000)
    expect(differingKeys(recipe, recipe)).toEqual([])
    expect(differingKeys(nearestRecipe(recipe, bases) === name ? recipe : defaultRecipe, recipe)).toEqual([])
    for (const stage of formStages) expect(stageWords(stage, recipe)).toMatch(/\w/)
  })

  test('takes a changed recipe for the preset that it is nearest to', () => {
    expect(nearestRecipe({ ...presetRecipe('kaldi', 16_000), deltas: 2, melFilters: 40 }, bases)).toBe('kaldi')
  })

  test('counts a difference only where it acts', () => {
    expect(differingKeys({ ...defaultRecipe, energyPlace: 'last', deltaReach: 3 }, defaultRecipe)).toEqual([])
    expect(differingKeys({ ...defaultRecipe, deltas: 1, deltaReach: 3 }, defaultRecipe)).toEqual([
      'deltas',
      'deltaReach',
    ])
    expect(differingKeys({ ...defaultRecipe, extras: ['pitch'] }, defaultRecipe)).toEqual(['extras'])
  })

  test.each<[keyof Recipe, Partial<Recipe>]>([
    ['logFloor', { logarithm: 'ln' }],
    ['energyPlace', { energy: 'c0' }],
    ['deltaReach', { deltas: 1 }],
    ['slidingSeconds', { normalization: 'slidingMean' }],
  ])('says that %s does not act, until it does', (key, part) => {
    expect(whyIdle(key, defaultRecipe)).toMatch(/^Does not act: .*\.$/)
    expect(whyIdle(key, { ...defaultRecipe, ...part })).toBeNull()
  })

  test('lets go of statistics that were measured under another recipe', () => {
    const recipe: Recipe = { ...defaultRecipe, projectStatistics: { means: [0], deviations: [1] } }
    expect(changed(recipe, 'window', 'hann').projectStatistics).toBeNull()
    expect(changed(recipe, 'stacking', 2).projectStatistics).toEqual(recipe.projectStatistics)
  })

  test('says values as people do', () => {
    const words = (key: string, value: number | string) => {
      const option = recipeOptions.find((candidate) => candidate.key === key)
      return option && valueWords(option, value as never)
    }
    expect(words('frameSeconds', 0.025)).toBe('25 ms')
    expect(words('slidingSeconds', 3)).toBe('3 s')
    expect(words('logFloor', 1e-10)).toBe('1e-10')
    expect(words('window', 'povey')).toBe('Povey')
  })
})

describe('a recipe as text', () => {
  test('comes back as it was, alone or inside a bank', () => {
    const recipe = presetRecipe('librosa', 22_050)
    expect(readRecipe(recipeText(recipe))).toEqual({ recipe })
    expect(readRecipe(JSON.stringify({ labels: ['a'], recipe }))).toEqual({ recipe })
    expect(readRecipe('{"deltas": 2}')).toEqual({ recipe: { ...defaultRecipe, deltas: 2 } })
  })

  test.each([
    ['{', 'not JSON'],
    ['{"deltas": 3}', 'deltas'],
    ['{"lifterer": 3}', 'lifterer'],
    ['7', 'no recipe'],
  ])('that is none is told as a sentence: %s', (text, sentence) => {
    expect(readRecipe(text)).toEqual({ problem: expect.stringContaining(sentence) as string })
  })
})

describe('the tracks to choose from', () => {
  const recipe: Recipe = { ...defaultRecipe, coefficients: 3, extras: ['pitch'] }
  const groups = trackGroups(recipe, columnNames(recipe))

  test('are the columns of the recipe, the level, and the measures that it does not have', () => {
    const [columns, looks] = groups.map(({ items }) => items.map(({ value }) => value))
    expect(columns).toEqual(['column:c1', 'column:c2', 'column:pitch', 'column:voicing'])
    expect(looks).toContain('level')
    expect(looks).toContain('extra:rms')
    expect(looks).not.toContain('extra:pitch')
  })

  test('that were chosen and are not there any more are left out', () => {
    const chosen = presentTracks(['extra:rms', 'column:c9', 'level'], groups)
    expect(chosen).toEqual(['extra:rms', 'level'])
    expect(extrasOf(chosen)).toEqual(['rms'])
  })
})
