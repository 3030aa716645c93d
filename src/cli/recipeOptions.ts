import { InvalidArgumentError, Option, type Command } from 'commander'
import { CepstraError } from '../cepstraError'
import type { Inputs } from '../engine/contract'
import { presetNames, presets, type PresetName } from '../features/presets'
import { extraColumns, recipeSchema, type Recipe } from '../features/recipe'
import { recipeOptions } from '../features/recipeOptions'
import { readText } from './textFiles'

type Changes = Readonly<Record<string, unknown>>

/** Which recipe is asked for, as commander hands it over. */
export interface RecipeOptionValues {
  readonly recipe?: string
  readonly preset?: PresetName
  readonly set: Changes
}

/** Gives a command the options that say which recipe. */
export function addRecipeOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--recipe <file>',
        'a JSON file with options of the recipe; those left out have their defaults',
      ).conflicts('preset'),
    )
    .addOption(new Option('--preset <name>', 'the recipe of another tool').choices(presetNames))
    .addOption(
      new Option('--set <option=value>', 'change one option of the recipe, such as deltas=2; may be repeated')
        .argParser(change)
        .default({}, 'none'),
    )
}

/** Tells the presets below the help of a command. */
export function addPresetHelp(command: Command): Command {
  const width = Math.max(...presetNames.map((name) => name.length))
  const lines = presets.map(({ name, help }) => `  ${name.padEnd(width)}  ${help}`)
  return command.addHelpText('after', ['', 'Presets:', ...lines].join('\n'))
}

/** What was asked for, with the file read. */
export async function recipeAsked({ recipe, preset, set }: RecipeOptionValues): Promise<RecipeAsked> {
  return {
    ...(preset === undefined ? {} : { preset }),
    changes: { ...(recipe === undefined ? {} : await readRecipe(recipe)), ...set },
  }
}

type RecipeAsked = Pick<Inputs['tools']['recipe'], 'preset'> & { readonly changes: Record<string, unknown> }

/** Whether any recipe was asked for at all. */
export function asksRecipe({ recipe, preset, set }: RecipeOptionValues): boolean {
  return recipe !== undefined || preset !== undefined || Object.keys(set).length > 0
}

const settable = Object.keys(recipeSchema.shape).filter((key) => key !== 'projectStatistics' && key !== 'given')

/** Reads one --set and adds it to those before it. */
function change(text: string, before: Changes): Changes {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('Say OPTION=VALUE, such as deltas=2 or extras=pitch,rms.')
  const key = text.slice(0, at).trim()
  if (!settable.includes(key)) {
    throw new InvalidArgumentError(`A recipe has no option ${key}. It has ${settable.join(', ')}.`)
  }
  const value = valueOf(key, text.slice(at + 1).trim())
  if (value === undefined || !recipeSchema.shape[key as keyof Recipe].safeParse(value).success) {
    throw new InvalidArgumentError(`${key} takes ${valuesOf(key)}.`)
  }
  return { ...before, [key]: value }
}

/** The value that a text names; undefined where it can be none. */
function valueOf(key: string, text: string): unknown {
  if (key === 'extras') return text === '' || text === 'none' ? [] : text.split(',').map((part) => part.trim())
  const choices = recipeOptions.find((option) => option.key === key)?.choices
  if (choices) return choices.find(({ value }) => String(value) === text)?.value
  return text === '' ? undefined : Number(text)
}

/** What an option can be, in words. */
export function valuesOf(key: string): string {
  if (key === 'extras') return `none, or some of ${extraColumns.join(', ')}, separated by commas`
  const option = recipeOptions.find((candidate) => candidate.key === key)
  if (option?.choices) return option.choices.map(({ value }) => value).join(', ')
  const unit = option?.unit ? ` ${option.unit}` : ''
  return option?.range ? `a number from ${option.range.min} to ${option.range.max}${unit}` : ''
}

async function readRecipe(path: string): Promise<Record<string, unknown>> {
  const text = await readText(path)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CepstraError('RECIPE_INVALID', `The recipe ${path} is not JSON: ${why}`)
  }
  const parsed = recipeSchema.strict().safeParse(json)
  if (parsed.success) return json as Record<string, unknown>
  const [issue] = parsed.error.issues
  const where = issue && issue.path.length > 0 ? ` at "${issue.path.join('.')}"` : ''
  throw new CepstraError(
    'RECIPE_INVALID',
    `The recipe ${path} is not valid${where}: ${issue?.message ?? ''}. Its options are ${Object.keys(recipeSchema.shape).join(', ')}.`,
  )
}
