import { z } from 'zod'
import { CepstraError } from '../cepstraError'
import { recipeSchema, type Recipe } from './recipe'

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
  checkRecipe(parsed.data)
  return parsed.data
}

/** Throws RECIPE_INVALID where the options of a well-formed recipe contradict each other. */
export function checkRecipe(recipe: Recipe): void {
  if (recipe.coefficients > recipe.melFilters) {
    throw new CepstraError(
      'RECIPE_INVALID',
      `The recipe asks for ${recipe.coefficients} coefficients of ${recipe.melFilters} mel filters; there cannot be ` +
        'more coefficients than filters. Ask for fewer coefficients or more filters.',
    )
  }
  if (recipe.hopSeconds > recipe.frameSeconds) {
    throw new CepstraError(
      'RECIPE_INVALID',
      `The recipe's hop of ${recipe.hopSeconds} s is longer than its frame of ${recipe.frameSeconds} s, so the sound ` +
        'between frames would be skipped. Choose a hop no longer than the frame.',
    )
  }
  if (recipe.coefficients === 1 && recipe.energy === 'none') {
    throw new CepstraError(
      'RECIPE_INVALID',
      'The recipe computes c0 alone and then leaves it out, so no feature remains. Ask for at least 2 coefficients, ' +
        'or keep an energy term.',
    )
  }
}
