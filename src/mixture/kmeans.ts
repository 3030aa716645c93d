import { CepstraError } from '../cepstraError'
import { checkChoice, checkFrameCount, checkNotNegative, checkWhole } from './fitOptions'
import { passesOver, type FramePasses } from './framePasses'
import type { Frames } from './frames'
import { clusterSums, findNearest, type ClusterSums } from './nearestCenters'
import { overallMoments } from './overallMoments'
import type { Precision } from './precision'
import { seededRandom, type Random } from './random'
import { sampleFrames } from './sampleFrames'
import { seedCenters } from './seedCenters'

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
  /** Default `float64`. */
  readonly precision?: Precision
}

export interface KMeansResult {
  /** K x D. */
  readonly centers: Float64Array
  /** The sum of weight x squared distance of each frame from its center. */
  readonly inertia: number
  /** K, the weight of each cluster's frames; without weights how many they are. */
  readonly counts: Float64Array
  readonly iterations: number
  readonly converged: boolean
}

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
 * from its center, among those that seeding draws from. Leave the generator to stop early.
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
    const sample = sampleFrames(passes.source, seedingSampleSize(clusters), random)
    if (typeof initialization === 'string') {
      checkFrameCount('clusters', clusters, sample.count, 'frames of a weight above 0')
    }
    const seeding = startCenters(sample, clusters, initialization, random)
    const centers = yield* muted(seeding, { start, iteration: 0, inertia: null })
    const next = yield* settleCenters(passes, sample, centers, { ...settled, rest, start })
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

/** Lloyd's rounds, from the given centers until they rest. */
function* settleCenters(
  passes: FramePasses,
  sample: Frames,
  first: Float64Array,
  options: { maxIterations: number; precision: Precision; rest: number; start: number },
): Generator<KMeansStep, KMeansResult> {
  const { maxIterations, precision, rest, start } = options
  let centers = first
  let iteration = 0
  let converged = false
  let inertia: number | null = null
  while (iteration < maxIterations && !converged) {
    iteration++
    const sums: ClusterSums = yield* assignment(passes, centers, precision, { start, iteration, inertia })
    const refilled = refillEmpty(centers, sums, sample)
    const moved = movedCenters(centers, sums)
    converged = squaredDistance(centers, moved) <= rest && !refilled
    inertia = sums.inertia
    centers = moved
    yield { start, iteration, inertia }
  }
  // The centers have moved since the last assignment.
  const { inertia: final, counts } = yield* assignment(passes, centers, precision, { start, iteration, inertia })
  return { centers, inertia: final, counts, iterations: iteration, converged }
}

function* assignment(
  passes: FramePasses,
  centers: Float64Array,
  precision: Precision,
  step: KMeansStep,
): Generator<KMeansStep, ClusterSums> {
  const sums = yield* muted(passes.sums({ kind: 'assign', centers, precision }), step)
  return clusterSums(sums, centers.length / passes.source.dimensions)
}

/** Runs quiet work, telling `step` at each of its pauses. */
function* muted<Result>(work: Generator<void, Result>, step: KMeansStep): Generator<KMeansStep, Result> {
  let next = work.next()
  while (!next.done) {
    yield step
    next = work.next()
  }
  return next.value
}

function movedCenters(centers: Float64Array, { counts, firstMoments }: ClusterSums): Float64Array {
  const dimensions = centers.length / counts.length
  return centers.map((center, at) => {
    const count = counts[Math.floor(at / dimensions)]
    return count > 0 ? center + firstMoments[at] / count : center
  })
}

/**
 * Gives every center without frames, in the sums, the frame of the sample that lies farthest from its own center, which
 * loses it, as scikit-learn does; says whether any got one.
 */
function refillEmpty(centers: Float64Array, { counts, firstMoments }: ClusterSums, sample: Frames): boolean {
  const empty = Array.from(counts.keys()).filter((k) => counts[k] === 0)
  if (empty.length === 0) return false
  const { data, dimensions, weights } = sample
  const nearest = new Int32Array(sample.count)
  const distances = new Float64Array(sample.count)
  findNearest(sample, centers, nearest, distances)
  const weightOf = (i: number): number => (weights ? weights[i] : 1)
  for (const [refilled, k] of empty.entries()) {
    let farthest = -1
    for (let i = 0; i < sample.count; i++) {
      const beyond = distances[i] > (farthest < 0 ? 0 : distances[farthest])
      // A frame that is all its center has stays, and one of weight 0 is nobody's.
      if (beyond && weightOf(i) > 0 && counts[nearest[i]] > 1.001 * weightOf(i)) farthest = i
    }
    // With fewer different frames than centers some stay empty, and rest where they are.
    if (farthest < 0) return refilled > 0
    const weight = weightOf(farthest)
    const former = nearest[farthest]
    for (let j = 0; j < dimensions; j++) {
      const value = data[farthest * dimensions + j]
      firstMoments[former * dimensions + j] -= weight * (value - centers[former * dimensions + j])
      firstMoments[k * dimensions + j] = weight * (value - centers[k * dimensions + j])
    }
    counts[former] -= weight
    counts[k] = weight
    distances[farthest] = 0
  }
  return true
}

function* startCenters(
  sample: Frames,
  clusters: number,
  initialization: KMeansInitialization,
  random: Random,
): Generator<void, Float64Array> {
  if (typeof initialization === 'object') return initialization
  if (initialization === 'k-means++') return yield* seedCenters(sample, clusters, random)
  return drawFrames(sample, clusters, random)
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

function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += (a[at] - b[at]) ** 2
  return sum
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
    precision: options.precision ?? 'float64',
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
