import type { MessagePort } from 'node:worker_threads'
import type { Signal } from '../../audio/signal'
import { extractFeatures } from '../../features/extractFeatures'
import { framing, type Framing } from '../../features/framing'
import { melFilterBank } from '../../features/melFilterBank'
import { PreparedFrames } from '../../features/preparedFrames'
import type { Recipe } from '../../features/recipe'
import { spectrogram } from '../../features/spectrogram'
import type { FeaturePreview } from '../contract'
import { decodeStretch, type StretchInput } from './decodeStretch'
import { frameVerdicts } from './frameVerdicts'

export interface PreviewInput extends StretchInput {
  readonly recipe: Recipe
  readonly port?: MessagePort
}

const spectrogramBins = 128
/** Where a frame holds next to nothing. */
const lowestLevelDb = -120

/** The features and the spectrogram of a stretch of a recording under any recipe, and why they are what they are. */
export async function previewFeatures(input: PreviewInput) {
  const { recipe, sampleRateHz } = input
  const decoded = await decodeStretch(input)
  const signal: Signal = { samples: decoded.samples, sampleRateHz }
  const features = extractFeatures(signal, recipe)
  const { frameSeconds, hopSeconds } = recipe
  const frames = framing(recipe, sampleRateHz)
  const variances = variancesOf(signal, frames, features.frameCount)
  return {
    decoded,
    features,
    verdicts: frameVerdicts({
      speech: features.speech,
      withoutHangOver: extractFeatures(signal, { ...recipe, hangOverSeconds: 0 }).speech,
      variances,
    }),
    levels: Float32Array.from(variances, (variance) => Math.max(lowestLevelDb, 10 * Math.log10(variance))),
    filters: filtersOf(recipe, frames, sampleRateHz),
    spectrogram: spectrogram(signal, { frameSeconds, hopSeconds, bins: spectrogramBins }),
  }
}

/** Mean square of each frame about its own mean, full scale being 1. */
function variancesOf({ samples }: Signal, { frameLength, fftLength, padding, startOf }: Framing, count: number) {
  const plain = { sampleScale: 1, removesOffset: false, preEmphasis: 0, window: new Float64Array(frameLength) }
  const prepared = new PreparedFrames({ frameLength, fftLength, ...plain })
  const padded = padding === 0 ? samples : new Float32Array(samples.length + 2 * padding)
  if (padding > 0) padded.set(samples, padding)
  return Float64Array.from({ length: count }, (_, frame) => {
    const { variance, silent } = prepared.prepare(padded, startOf(frame) + padding)
    return silent ? 0 : variance
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
