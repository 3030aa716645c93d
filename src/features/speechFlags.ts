import type { FrameLevels } from './frameLevels'
import type { Recipe } from './recipe'
import { keepSound, voiceActivity } from './voiceActivity'

/** Which frames of a recording a recipe keeps: one byte a frame, 1 kept, 0 dropped. */
export function speechFlags(
  { variances }: FrameLevels,
  recipe: Pick<Recipe, 'voiceActivity' | 'hopSeconds' | 'hangOverSeconds'>,
): Uint8Array {
  return recipe.voiceActivity === 'none' ? keepSound(variances) : voiceActivity(variances, recipe)
}
