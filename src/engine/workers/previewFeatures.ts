import type { MessagePort } from 'node:worker_threads'
import { decodeAudio } from '../../audio/decodeAudio'
import { extractFeatures } from '../../features/extractFeatures'
import type { Recipe } from '../../features/recipe'
import { spectrogram } from '../../features/spectrogram'

export interface PreviewInput {
  readonly path: string
  readonly recipe: Recipe
  readonly sampleRateHz: number
  readonly startSeconds: number
  readonly lengthSeconds: number
  readonly port?: MessagePort
}

/** The features and the spectrogram of a stretch of a recording under any recipe; nothing is cached. */
export async function previewFeatures(input: PreviewInput) {
  const { path, recipe, sampleRateHz, startSeconds, lengthSeconds } = input
  const signal = await decodeAudio(path, { sampleRateHz, startSeconds, lengthSeconds })
  const features = extractFeatures(signal, recipe)
  const { frameSeconds, hopSeconds } = recipe
  return { features, spectrogram: spectrogram(signal, { frameSeconds, hopSeconds, bins: 128 }) }
}
