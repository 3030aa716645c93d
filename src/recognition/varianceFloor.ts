import { fitMixture } from '../mixture/expectationMaximization'
import { concatenateFrames, type Frames } from '../mixture/frames'
import type { GaussianMixture } from '../mixture/gaussianMixture'
import { scoreSamples } from '../mixture/score'
import { pooledVariance } from './pooledVariance'
import { shuffle } from './shuffle'
import { thinFrames } from './thinFrames'
import { framesPerComponent } from './trainLabel'

/** A label's frames, one matrix a recording, so that no recording stands on both sides of a split. */
export interface LabelRecordings {
  readonly label: string
  readonly recordings: readonly Frames[]
}

export interface FloorChoice {
  /** Of the pooled variance of each dimension; see `RelativeFloor`. */
  readonly share: number
  readonly pooledVariance: Float64Array
  /** Mean held-out log-likelihood a frame, nats, for every share that was tried; empty where none could be. */
  readonly tried: readonly { readonly share: number; readonly logLikelihood: number }[]
}

/** The shares that are tried, from the smallest. */
export const floorShares = [0.001, 0.01, 0.03, 0.1, 0.3, 1] as const

/** Taken where every label is too short to hold anything out, which is where a large floor helps most. */
const shareWithoutEvidence = 0.3
const heldOutShare = 0.3
const framesALabel = 4000
const framesInAll = 24_000
const firstIterations = 12
const iterationsAShare = 6

/**
 * Chooses how small a bank's variances may get, by the likelihood of frames that the mixtures did not see.
 *
 * With little data a component can sit on a few frames with next to no variance: it explains those and nothing else.
 * Of each of a random few labels about 30 % is held out (whole recordings; the end of it where there is a single one),
 * mixtures are fitted to the rest with each share of `floorShares` as floor, and the share with the highest held-out
 * likelihood wins. Work is bounded whatever the size of the training set; the same input and seed give the same choice.
 */
export function chooseVarianceFloor(
  labels: readonly LabelRecordings[],
  options: { readonly components: number; readonly seed?: number },
): FloorChoice {
  const { components, seed = 0 } = options
  const variance = pooledVariance(labels.flatMap(({ recordings }) => recordings))
  const sums = new Float64Array(floorShares.length)
  let heldOutCount = 0
  let framesUsed = 0
  for (const { recordings } of shuffle(labels, seed)) {
    if (framesUsed >= framesInAll) break
    const split = splitFrames(recordings, seed)
    if (!split) continue
    framesUsed += split.kept.count + split.heldOut.count
    heldOutCount += split.heldOut.count
    const sumsOfLabel = heldOutSums(split.kept, split.heldOut, variance, { components, seed })
    sumsOfLabel.forEach((sum, i) => (sums[i] += sum))
  }
  if (heldOutCount === 0) return { share: shareWithoutEvidence, pooledVariance: variance, tried: [] }
  const tried = floorShares.map((share, i) => ({ share, logLikelihood: sums[i] / heldOutCount }))
  const best = tried.reduce((a, b) => (b.logLikelihood > a.logLikelihood ? b : a))
  return { share: best.share, pooledVariance: variance, tried }
}

/** Splits one label's recordings; null where too few frames would be left to fit or to score. */
function splitFrames(recordings: readonly Frames[], seed: number): { kept: Frames; heldOut: Frames } | null {
  const filled = recordings.filter(({ count }) => count > 0)
  const count = filled.reduce((sum, frames) => sum + frames.count, 0)
  if (count < 2 * framesPerComponent) return null
  if (filled.length === 1) {
    const [{ data, dimensions }] = filled
    const keptCount = Math.round(count * (1 - heldOutShare))
    const kept = { data: data.subarray(0, keptCount * dimensions), count: keptCount, dimensions }
    const heldOut = { data: data.subarray(keptCount * dimensions), count: count - keptCount, dimensions }
    return limit(kept, heldOut)
  }
  const shuffled = shuffle(filled, seed)
  let taken = 0
  let heldOutRecordings = 0
  while (heldOutRecordings < shuffled.length - 1 && taken < count * heldOutShare) {
    taken += shuffled[heldOutRecordings++].count
  }
  if (count - taken < framesPerComponent) return null
  return limit(
    concatenateFrames(shuffled.slice(heldOutRecordings)),
    concatenateFrames(shuffled.slice(0, heldOutRecordings)),
  )
}

function limit(kept: Frames, heldOut: Frames): { kept: Frames; heldOut: Frames } {
  return {
    kept: thinFrames(kept, Math.round(framesALabel * (1 - heldOutShare))),
    heldOut: thinFrames(heldOut, Math.round(framesALabel * heldOutShare)),
  }
}

/** Summed held-out log-likelihood for each of `floorShares`. One fit starts all, since they differ only in the floor. */
function heldOutSums(
  kept: Frames,
  heldOut: Frames,
  variance: Float64Array,
  options: { readonly components: number; readonly seed: number },
): number[] {
  const components = Math.min(options.components, Math.floor(kept.count / framesPerComponent))
  let mixture: GaussianMixture = fitMixture(kept, {
    components,
    seed: options.seed,
    maxIterations: firstIterations,
    varianceFloor: variance.map((v) => v * floorShares[0]),
  }).mixture
  return floorShares.map((share) => {
    const varianceFloor = variance.map((v) => v * share)
    mixture = fitMixture(kept, {
      components,
      initialization: mixture,
      maxIterations: iterationsAShare,
      varianceFloor,
    }).mixture
    return scoreSamples(mixture, heldOut).reduce((a, b) => a + b, 0)
  })
}
