import type { Signal } from '../audio/signal'
import { FeatureExtractor } from './extractor'
import type { FeatureMatrix } from './featureMatrix'
import type { Recipe } from './recipe'

/** The feature matrix of a signal in memory; throws as {@link FeatureExtractor} does. */
export function extractFeatures(signal: Signal, recipe: Recipe): FeatureMatrix {
  const extractor = new FeatureExtractor(recipe, signal.sampleRateHz)
  extractor.push(signal.samples)
  return extractor.finish()
}
