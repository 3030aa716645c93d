import type { z } from 'zod'
import { presetRecipe } from '../features/presets'
import type { Recipe } from '../features/recipe'
import { validateRecipe } from '../features/validateRecipe'
import type { recipeRequest } from './contract/features'

/**
 * The recipe that is asked for, as it is at a sample rate; what neither the preset nor the changes name has its default.
 *
 * @throws CepstraError RECIPE_INVALID, naming the option.
 */
export function recipeOf({ preset, changes }: z.output<typeof recipeRequest>, sampleRateHz: number): Recipe {
  return validateRecipe({ ...(preset === undefined ? {} : presetRecipe(preset, sampleRateHz)), ...changes })
}
