import { fitMixture } from '../mixture/expectationMaximization'
import { concatenateFrames, type Frames } from '../mixture/frames'
import type { CovarianceType, GaussianMixture } from '../mixture/gaussianMixture'
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

/** What the mixtures are to be like for which a floor is sought. */
export interface FloorTrialOptions {
  readonly components: number
  /** Default `diag`. */
  readonly covarianceType?: CovarianceType
  readonly seed: number
}

/** What one label's frames had to say of the shares. */
export interface FloorTrial {
  /** Summed held-out log-likelihood for each of `floorShares`, nats. */
  readonly sums: readonly number[]
  readonly heldOutCount: number
}

/**
 * Chooses how small a bank's variances may get, by the likelihood of frames that the mixtures did not see.
 *
 * With little data a component can sit on a few frames with next to no variance: it explains those and nothing else.
 * Of each of a random few labels about 30 % is held out (whole recordings; the end of it where there is a single one),
 * mixtures are fitted to the rest with each share of `floorShares` as floor, and the share with the highest held-out
 * likelihood wins. Work is bounded whatever the size of the training set; the same input and seed give the same choice.
 *
 * The parts of this are there for those who have several cores to do it with: `labelsToTry`, a `floorTrial` for each,
 * and `bestFloor`.
 */
export function chooseVarianceFloor(
  labels: readonly LabelRecordings[],
  options: Omit<FloorTrialOptions, 'seed'> & { readonly seed?: number },
): FloorChoice {
  const { seed = 0 } = options
  const variance = pooledVariance(labels.flatMap(({ recordings }) => recordings))
  const counted = labels.map((label) => ({
    ...label,
    frameCount: label.recordings.reduce((sum, { count }) => sum + count, 0),
  }))
  const trials = labelsToTry(counted, seed).map(({ recordings }) =>
    floorTrial(recordings, variance, { ...options, seed }),
  )
  return bestFloor(trials, variance)
}

/** The labels that a choice looks at: in random order, until there are frames enough to tell. */
export function labelsToTry<Label extends { readonly frameCount: number }>(
  labels: readonly Label[],
  seed: number,
): Label[] {
  const chosen: Label[] = []
  let frames = 0
  for (const label of shuffle(labels, seed)) {
    if (frames >= framesInAll) break
    if (label.frameCount < 2 * framesPerComponent) continue
    frames += Math.min(label.frameCount, framesALabel)
    chosen.push(label)
  }
  return chosen
}

/** Tries every share on one label; counts nothing where too few frames would be left to fit or to score. */
export function floorTrial(
  recordings: readonly Frames[],
  variance: Float64Array,
  options: FloorTrialOptions,
): FloorTrial {
  const split = splitFrames(recordings, options.seed)
  if (!split) return { sums: floorShares.map(() => 0), heldOutCount: 0 }
  return { sums: heldOutSums(split.kept, split.heldOut, variance, options), heldOutCount: split.heldOut.count }
}

/** The share that did best over all trials. */
export function bestFloor(trials: readonly FloorTrial[], variance: Float64Array): FloorChoice {
  const heldOutCount = trials.reduce((sum, trial) => sum + trial.heldOutCount, 0)
  if (heldOutCount === 0) return { share: shareWithoutEvidence, pooledVariance: variance, tried: [] }
  const tried = floorShares.map((share, i) => ({
    share,
    logLikelihood: trials.reduce((sum, { sums }) => sum + sums[i], 0) / heldOutCount,
  }))
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
  { covarianceType = 'diag', seed, ...options }: FloorTrialOptions,
): number[] {
  const components = Math.min(options.components, Math.floor(kept.count / framesPerComponent))
  let mixture: GaussianMixture = fitMixture(kept, {
    components,
    covarianceType,
    seed,
    maxIterations: firstIterations,
    varianceFloor: variance.map((v) => v * floorShares[0]),
  }).mixture
  return floorShares.map((share) => {
    const varianceFloor = variance.map((v) => v * share)
    mixture = fitMixture(kept, {
      components,
      covarianceType,
      initialization: mixture,
      maxIterations: iterationsAShare,
      varianceFloor,
    }).mixture
    return scoreSamples(mixture, heldOut, 'float64').reduce((a, b) => a + b, 0)
  })
}
