import { z } from 'zod'
import { CepstraError } from '../cepstraError'
import { recipeSchema, type Recipe } from './recipe'
import { recipeConflicts } from './recipeConflicts'

/**
 * Checks a recipe from outside (a file, a form) and fills in what it leaves out. Throws RECIPE_INVALID where an option
 * is unknown or out of range, or where options contradict each other.
 */
export function validateRecipe(value: unknown): Recipe {
  const parsed = z.strictObject(recipeSchema.shape).safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const where = issue.path.length > 0 ? ` (${issue.path.join('.')})` : ''
    throw new CepstraError('RECIPE_INVALID', `The recipe cannot be used${where}: ${issue.message}.`)
  }
  if (parsed.data.given) {
    throw new CepstraError(
      'RECIPE_INVALID',
      'The recipe stands for features that another program made, and cannot make them of sound. Leave "given" out.',
    )
  }
  checkRecipe(parsed.data)
  return parsed.data
}

/** Throws RECIPE_INVALID where the options of a well-formed recipe contradict each other, at a rate in Hz if it is given. */
export function checkRecipe(recipe: Recipe, sampleRateHz: number | null = null): void {
  const [conflict] = recipeConflicts(recipe, sampleRateHz)
  if (conflict) throw new CepstraError('RECIPE_INVALID', conflict.sentence)
}
