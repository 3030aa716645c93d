import { CepstraError } from '../cepstraError'
import { checkChoice, checkFrameCount, checkNotNegative, checkWhole } from './fitOptions'
import { passesOver, type FramePasses } from './framePasses'
import type { Frames } from './frames'
import { muted } from './muted'
import { overallMoments } from './overallMoments'
import { seededRandom, type Random } from './random'
import { sampleFrames } from './sampleFrames'
import { seedCenters } from './seedCenters'
import { settleCenters, type SettledCenters } from './settleCenters'

/**
 * Where the centers start: frames drawn by greedy k-means++, frames drawn at random without replacement, or given ones
 * (K x D).
 */
export type KMeansInitialization = (typeof initializations)[number] | Float64Array
const initializations = ['k-means++', 'random-frames'] as const

export interface KMeansOptions {
  /** K, at least 1. */
  readonly clusters: number
  /** Default `k-means++`. */
  readonly initialization?: KMeansInitialization
  /** A whole number of 32 bits. Default 0. */
  readonly seed?: number
  /** How many initializations are tried; the one with the lowest inertia wins. Default 1. Given centers start once. */
  readonly starts?: number
  /** Rounds at most; default 300. */
  readonly maxIterations?: number
  /** Stop when the squared moves of all centers sum to at most this part of the columns' mean variance. Default 1e-4. */
  readonly tolerance?: number
}

export type KMeansResult = SettledCenters

/** A moment at which k-means can be watched or left: at least one a round. */
export interface KMeansStep {
  /** Counted from 0. */
  readonly start: number
  /** Counted from 1; 0 while the centers are being sought. */
  readonly iteration: number
  /** The inertia of the last round's centers; null before the first. */
  readonly inertia: number | null
}

/** Frames that seeding and emptied clusters draw from: at most so many, or 64 a center where that is more. */
const sampleLimit = 16_384
const sampledFramesPerCenter = 64

/** Centers that move by no more than rounding rest, whatever the tolerance: the assignment has stopped changing. */
const rounding = 1e-24

/**
 * K-means by Lloyd's algorithm, after scikit-learn's `KMeans`: rounds of assigning every frame to its nearest center and
 * moving each center to the mean of its frames. A center that lost all its frames goes to the frame that lies farthest
 * from its center, among those that seeding draws from. The assignment is that of float64 calculations throughout. Leave
 * the generator to stop early.
 *
 * @throws CepstraError `OPTIONS_INVALID` or `TOO_FEW_FRAMES` with the value at fault.
 */
export function* kMeansSteps(
  frames: Frames | FramePasses,
  options: KMeansOptions,
): Generator<KMeansStep, KMeansResult> {
  const passes = passesOver(frames)
  const settled = settle(passes, options)
  const { clusters, initialization, starts } = settled
  const moments = yield* muted(overallMoments(passes), { start: 0, iteration: 0, inertia: null })
  const meanVariance = moments.variances.reduce((sum, variance) => sum + variance, 0) / moments.variances.length
  const rest = Math.max(settled.tolerance, rounding) * meanVariance
  let best: KMeansResult | null = null
  for (let start = 0; start < starts; start++) {
    const random = seededRandom(settled.seed, start)
    let drawn: Frames | null = null
    // Given centers want for a sample only when one loses all its frames.
    const sample = (): Frames => (drawn ??= sampleFrames(passes.source, seedingSampleSize(clusters), random))
    const seeding = startCenters(sample, clusters, initialization, random)
    const centers = yield* muted(seeding, { start, iteration: 0, inertia: null })
    const rounds = settleCenters(passes, sample, centers, { ...settled, rest, origin: moments.means })
    let round = rounds.next()
    while (!round.done) {
      yield { start, ...round.value }
      round = rounds.next()
    }
    const next = round.value
    if (best === null || next.inertia < best.inertia) best = next
  }
  if (best === null) throw new RangeError('k-means was given no start')
  return best
}

/** Runs {@link kMeansSteps} to its end. */
export function kMeans(frames: Frames | FramePasses, options: KMeansOptions): KMeansResult {
  const steps = kMeansSteps(frames, options)
  let next = steps.next()
  while (!next.done) next = steps.next()
  return next.value
}

/** How many frames centers are sought among. */
export function seedingSampleSize(clusters: number): number {
  return Math.max(sampleLimit, sampledFramesPerCenter * clusters)
}

function* startCenters(
  sample: () => Frames,
  clusters: number,
  initialization: KMeansInitialization,
  random: Random,
): Generator<void, Float64Array> {
  if (typeof initialization === 'object') return initialization
  checkFrameCount('clusters', clusters, sample().count, 'frames of a weight above 0')
  if (initialization === 'k-means++') return yield* seedCenters(sample(), clusters, random)
  return drawFrames(sample(), clusters, random)
}

/** K of the frames, drawn without replacement, as K x D float64. */
export function drawFrames({ data, count, dimensions }: Frames, k: number, random: Random): Float64Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  const drawn = new Float64Array(k * dimensions)
  for (let i = 0; i < k; i++) {
    const other = i + random.index(count - i)
    ;[order[i], order[other]] = [order[other], order[i]]
    drawn.set(data.subarray(order[i] * dimensions, (order[i] + 1) * dimensions), i * dimensions)
  }
  return drawn
}

function settle({ source }: FramePasses, options: KMeansOptions): Required<KMeansOptions> {
  const initialization = options.initialization ?? 'k-means++'
  const settled = {
    clusters: options.clusters,
    initialization,
    seed: options.seed ?? 0,
    starts: typeof initialization === 'object' ? 1 : (options.starts ?? 1),
    maxIterations: options.maxIterations ?? 300,
    tolerance: options.tolerance ?? 1e-4,
  } as const
  checkWhole('clusters', settled.clusters)
  checkWhole('starts', settled.starts)
  checkWhole('maxIterations', settled.maxIterations)
  checkNotNegative('tolerance', settled.tolerance)
  checkFrameCount('clusters', settled.clusters, source.count)
  if (typeof initialization === 'string') checkChoice('initialization', initialization, initializations)
  else checkCenters(initialization, settled.clusters, source.dimensions)
  return settled
}

function checkCenters(centers: Float64Array, clusters: number, dimensions: number): void {
  if (centers.length !== clusters * dimensions) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      `${clusters} centers of ${dimensions} dimensions are ${clusters * dimensions} numbers, but ${centers.length} were ` +
        'given.',
    )
  }
  const bad = centers.findIndex((value) => !Number.isFinite(value))
  if (bad < 0) return
  throw new CepstraError(
    'OPTIONS_INVALID',
    `Center ${Math.floor(bad / dimensions)} holds ${centers[bad]} in column ${bad % dimensions}; every value must be a ` +
      'finite number.',
  )
}
