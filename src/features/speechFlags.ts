import type { FrameLevels } from './frameLevels'
import type { Recipe } from './recipe'
import { flatnessActivity } from './flatnessActivity'
import { keepSound, voiceActivity } from './voiceActivity'

/** Which frames of a recording a recipe keeps: one byte a frame, 1 kept, 0 dropped. */
export function speechFlags(
  { variances, flatness }: FrameLevels,
  recipe: Pick<Recipe, 'voiceActivity' | 'hopSeconds' | 'hangOverSeconds'>,
): Uint8Array {
  if (recipe.voiceActivity === 'none') return keepSound(variances)
  return flatness === null ? voiceActivity(variances, recipe) : flatnessActivity(variances, flatness, recipe)
}
