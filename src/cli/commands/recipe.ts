import type { Command } from 'commander'
import { defaultRecipe } from '../../features/recipe'
import { recipeOptions } from '../../features/recipeOptions'
import { extraColumnFacts } from '../../features/extraColumnFacts'
import { withEngine } from '../openEngine'
import { answer, table, type OutputOptions } from '../output'
import type { Places } from '../places'
import { addPresetHelp, addRecipeOptions, recipeAsked, valuesOf, type RecipeOptionValues } from '../recipeOptions'
import { wholeNumber } from '../wholeNumber'

interface RecipeCommandOptions extends OutputOptions, RecipeOptionValues {
  readonly rate: number
  readonly options?: boolean
}

export function addRecipe(program: Command, places: Places): void {
  const command = program
    .command('recipe')
    .description('print a recipe as JSON: what turns sound into features')
    .option(
      '--rate <hz>',
      'the rate of the recordings; presets that count in samples depend on it',
      wholeNumber({ minValue: 4000, maxValue: 96_000 }),
      16_000,
    )
    .option('--options', 'list what can be chosen, and what it means')
    .option('--json', 'answer with one JSON document, which a recipe is in any case')
  addPresetHelp(addRecipeOptions(command)).action(async (options: RecipeCommandOptions) => {
    if (options.options) {
      answer(options, described(), optionLines())
      return
    }
    const asked = await recipeAsked(options)
    const recipe = await withEngine(places, ({ client }) =>
      client.tools.recipe({ ...asked, sampleRateHz: options.rate }),
    )
    process.stdout.write(`${JSON.stringify(recipe, null, 2)}\n`)
  })
}

const extrasHelp = 'Further columns behind the cepstrum and its slopes.'

function described(): unknown {
  return {
    options: [
      ...recipeOptions.map(({ key, stage, unit, help, range, choices }) => ({
        ...{ option: key, stage, unit, help, default: defaultRecipe[key] },
        ...(range ? { range: { min: range.min, max: range.max } } : {}),
        ...(choices ? { choices: choices.map(({ value }) => value) } : {}),
      })),
      { option: 'extras', stage: 'extras', unit: '', help: extrasHelp, default: defaultRecipe.extras },
    ],
    extras: extraColumnFacts,
  }
}

/** A paragraph an option: a table would be wider than a terminal. */
function optionLines(): string[] {
  return [
    ...recipeOptions.flatMap(({ key, help }) => [`${key} = ${defaultRecipe[key]}   (${valuesOf(key)})`, `    ${help}`]),
    `extras = none   (${valuesOf('extras')})`,
    `    ${extrasHelp}`,
    '',
    ...table(
      ['extra', 'unit', 'what it is'],
      extraColumnFacts.map(({ extra, unit, label }) => [extra, unit || '–', label]),
    ),
  ]
}
