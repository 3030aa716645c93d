import type { MessagePort } from 'node:worker_threads'
import type { Signal } from '../../audio/signal'
import { extractFeatures } from '../../features/extractFeatures'
import { framing, type Framing } from '../../features/framing'
import { melFilterBank } from '../../features/melFilterBank'
import type { Recipe } from '../../features/recipe'
import type { FeaturePreview } from '../contract'
import { decodeStretch, type StretchInput } from './decodeStretch'
import { frameVerdicts } from './frameVerdicts'

export interface PreviewInput extends StretchInput {
  readonly recipe: Recipe
  readonly port?: MessagePort
}

/** Where a frame holds next to nothing. */
const lowestLevelDb = -120

/** The features of a stretch of a recording under any recipe, and why they are what they are. */
export async function previewFeatures(input: PreviewInput) {
  const { recipe, sampleRateHz } = input
  const decoded = await decodeStretch(input)
  const signal: Signal = { samples: decoded.samples, sampleRateHz }
  const features = extractFeatures(signal, recipe)
  const frames = framing(recipe, sampleRateHz)
  const variances = variancesOf(signal, frames, features.frameCount)
  return {
    decoded,
    features,
    verdicts: frameVerdicts({
      speech: features.speech,
      withoutHangOver: withoutHangOver(signal, recipe) ?? features.speech,
      variances,
    }),
    levels: Float32Array.from(variances, (variance) => Math.max(lowestLevelDb, 10 * Math.log10(variance))),
    filters: filtersOf(recipe, frames, sampleRateHz),
  }
}

/** What voice activity would keep without any hang-over; null where there is none. */
function withoutHangOver(signal: Signal, recipe: Recipe): Uint8Array | null {
  if (recipe.voiceActivity === 'none' || recipe.hangOverSeconds === 0) return null
  return extractFeatures(signal, { ...recipe, ...cheapest, hangOverSeconds: 0 }).speech
}

/** What does not change which frames are kept. */
const cheapest = {
  deltas: 0,
  stacking: 0,
  extras: [],
  coefficients: 2,
  dynamicRangeDb: 0,
  normalization: 'none',
  projectStatistics: null,
} satisfies Partial<Recipe>

/** Mean square of each frame about its own mean, full scale being 1. */
function variancesOf({ samples }: Signal, { frameLength, startOf }: Framing, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, frame) => {
    const start = startOf(frame)
    // Beyond the ends there is silence.
    const from = Math.max(0, start)
    const to = Math.min(samples.length, start + frameLength)
    const first = start < 0 || start + frameLength > samples.length ? 0 : samples[from]
    let sum = 0
    let squares = 0
    // Differences from the first sample keep the variance exact where a large offset carries a small sound.
    for (let i = from; i < to; i++) {
      const difference = samples[i] - first
      sum += difference
      squares += difference * difference
    }
    return Math.max(0, squares / frameLength - (sum / frameLength) ** 2)
  })
}

function filtersOf(recipe: Recipe, { fftLength }: Framing, sampleRateHz: number): FeaturePreview['filters'] {
  const { bands, firstBin, start, weights } = melFilterBank(recipe, sampleRateHz, fftLength)
  return {
    binHz: sampleRateHz / fftLength,
    bands: Array.from({ length: bands }, (_, band) => ({
      firstBin: firstBin[band],
      weights: Array.from(weights.subarray(start[band], start[band + 1])),
    })),
  }
}
