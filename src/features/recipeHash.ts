import { createHash } from 'node:crypto'
import type { Recipe } from './recipe'

/** Raised whenever the same recipe comes to mean other numbers, so that stored features are made anew. */
const extractorVersion = 3

/** Names the features that a recipe makes at a sample rate: 16 hexadecimal digits, the same for equal recipes. */
export function recipeHash(recipe: Recipe, sampleRateHz: number): string {
  const options = Object.entries(recipe).sort(([a], [b]) => (a < b ? -1 : 1))
  const text = JSON.stringify({ extractorVersion, sampleRateHz, options })
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
