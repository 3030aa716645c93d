import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { extractFeatures } from '../../src/features/extractFeatures'
import type { Recipe } from '../../src/features/recipe'
import { speechFrames } from '../../src/features/speechFrames'
import type { Frames } from '../../src/mixture/frames'

const data = process.env['CEPSTRA_TEST_DATA'] ?? resolve(import.meta.dirname, '../../../shared/data')
const folder = join(data, 'fsdd/recordings')

export const speakers = ['george', 'jackson', 'lucas', 'nicolas', 'theo', 'yweweler'] as const

/** Why there is nothing to measure on; null where the Free Spoken Digit Dataset lies where it is looked for. */
export const absent = existsSync(folder) ? null : `${folder} is absent; set CEPSTRA_TEST_DATA`

/** One spoken digit. */
export interface Voice {
  /** Its place in `speakers`. */
  readonly speaker: number
  readonly digit: number
  readonly take: number
  readonly frames: Frames
}

/** The digits of all speakers in the takes wanted, as kept frames under a recipe. */
export async function voicesOf(recipe: Recipe, takes: readonly number[]): Promise<Voice[]> {
  const voices: Voice[] = []
  for (const [speaker, name] of speakers.entries()) {
    for (const take of takes) {
      for (let digit = 0; digit < 10; digit++) {
        const signal = await decodeAudio(join(folder, `${digit}_${name}_${take}.wav`))
        voices.push({ speaker, digit, take, frames: speechFrames(extractFeatures(signal, recipe)) })
      }
    }
  }
  return voices
}
