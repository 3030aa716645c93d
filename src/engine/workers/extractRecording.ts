import type { MessagePort } from 'node:worker_threads'
import { openAudio } from '../../audio/openAudio'
import { FeatureExtractor } from '../../features/extractor'
import type { Recipe } from '../../features/recipe'
import { writeFeatures, type FeatureFacts } from '../../project/featureStore'

export interface ExtractInput {
  readonly path: string
  readonly recipe: Recipe
  readonly sampleRateHz: number
  /** Where the features go; written whole or not at all. */
  readonly target: string
  readonly port?: MessagePort
}

/** Streams one recording through the front end into the cache; the port hears the seconds of audio done so far. */
export async function extractRecording({
  path,
  recipe,
  sampleRateHz,
  target,
  port,
}: ExtractInput): Promise<FeatureFacts> {
  const audio = await openAudio(path, { sampleRateHz })
  try {
    const extractor = new FeatureExtractor(recipe, sampleRateHz)
    let samples = 0
    for await (const block of audio.blocks()) {
      extractor.push(block)
      samples += block.length
      port?.postMessage(samples / sampleRateHz)
    }
    const matrix = extractor.finish()
    await writeFeatures(target, matrix)
    let keptCount = 0
    for (const flag of matrix.speech) keptCount += flag
    return {
      frameCount: matrix.frameCount,
      keptCount,
      speech: matrix.speech,
      warnings: [...audio.warnings, ...extractor.warnings],
      error: null,
    }
  } finally {
    await audio.close()
  }
}
