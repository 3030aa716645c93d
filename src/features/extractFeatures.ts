import type { Signal } from '../audio/signal'
import { columnNames } from './columnNames'
import { FeatureExtractor } from './extractor'
import type { FeatureMatrix } from './featureMatrix'
import type { Recipe } from './recipe'

/** The feature matrix of a signal in memory; throws as {@link FeatureExtractor} does. */
export function extractFeatures(signal: Signal, recipe: Recipe): FeatureMatrix {
  const parts: Float32Array[] = []
  const extractor = new FeatureExtractor(recipe, signal.sampleRateHz, (rows, count) => {
    parts.push(rows.slice(0, count * extractor.dimensions))
  })
  extractor.push(signal.samples)
  const { frameCount, speech } = extractor.finish()
  const { dimensions } = extractor
  const data = new Float32Array(frameCount * dimensions)
  let at = 0
  for (const part of parts) {
    data.set(part, at)
    at += part.length
  }
  const { hopSeconds, frameSeconds } = recipe
  return { data, frameCount, dimensions, columnNames: columnNames(recipe), speech, hopSeconds, frameSeconds }
}
