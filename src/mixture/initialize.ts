import { ascend, type AscentOptions } from './ascent'
import { labelFrames } from './centerSearch'
import { centerSearchOf } from './centerSearchOf'
import type { FramePasses } from './framePasses'
import type { FrameSource } from './frameSource'
import { checkFrameCount, type GivenParameters, type SettledFitOptions } from './fitOptions'
import type { Frames } from './frames'
import { checkMixture, covarianceLength, type GaussianMixture } from './gaussianMixture'
import { drawFrames, kMeansSteps, seedingSampleSize } from './kmeans'
import { maximize } from './maximization'
import { muted } from './muted'
import type { Random } from './random'
import { sampleFrames } from './sampleFrames'
import { seedCenters } from './seedCenters'
import { momentFormOf, SufficientStatistics } from './sufficientStatistics'

/** Rounds of k-means at most: a start needs no better centers, least of all one that expectation maximization mends first. */
const kMeansRounds = 50
const roundsBeforeRest = 10

/** About so many passes over all frames are saved by coming to rest on the sample first. */
const roundsToRest = 8

type InitializeOptions = Pick<SettledFitOptions, 'components' | 'initialization'> & CovarianceOptions & AscentOptions
type CovarianceOptions = Pick<SettledFitOptions, 'covarianceType' | 'regCovar' | 'varianceFloor'>

/** Finds the mixture that expectation maximization starts from. Yields between slices of work. */
export function* initialize(
  passes: FramePasses,
  options: InitializeOptions,
  random: Random,
): Generator<void, GaussianMixture> {
  const { source } = passes
  const { components, initialization } = options
  if (typeof initialization === 'object') return givenMixture(source, options, initialization)
  const sample = sampleFrames(source, seedingSampleSize(components), random)
  checkFrameCount('components', components, sample.count, 'frames of a weight above 0')
  switch (initialization) {
    case 'random-frames':
      return aroundFrames(sample, options, random)
    case 'random-responsibilities':
      return sharedOut(sample, options, (shares) => {
        for (let k = 0; k < shares.length; k++) shares[k] = random.uniform()
      })
    case 'kmeans++':
      return aroundCenters(sample, yield* seedCenters(sample, components, random), options)
    case 'kmeans': {
      const seeds = yield* seedCenters(sample, components, random)
      const samplePasses = passes.over(sample)
      const rests = source.count >= roundsToRest * sample.count
      const centers = yield* settledCenters(samplePasses, seeds, rests ? roundsBeforeRest : kMeansRounds)
      const mixture = aroundCenters(sample, centers, options)
      return rests ? yield* settledMixture(samplePasses, mixture, options) : mixture
    }
  }
}

function givenMixture(
  { dimensions }: FrameSource,
  { components, covarianceType }: InitializeOptions,
  { weights, means, covariances }: GivenParameters,
): GaussianMixture {
  const mixture = { covarianceType, componentCount: components, dimensions, weights, means, covariances }
  checkMixture(mixture)
  return mixture
}

/** Expectation maximization on the sample alone: each round costs a small part of one over all frames. */
function* settledMixture(
  samplePasses: FramePasses,
  mixture: GaussianMixture,
  options: AscentOptions,
): Generator<void, GaussianMixture> {
  const ascent = yield* muted(ascend(samplePasses, mixture, options), undefined)
  return ascent.mixture
}

function* settledCenters(
  samplePasses: FramePasses,
  seeds: Float64Array,
  maxIterations: number,
): Generator<void, Float64Array> {
  const steps = kMeansSteps(samplePasses, {
    clusters: seeds.length / samplePasses.source.dimensions,
    initialization: seeds,
    maxIterations,
  })
  const { centers } = yield* muted(steps, undefined)
  return centers
}

/** The textbook's start: K frames as means, the covariance of all frames for each, equal weights. */
function aroundFrames(sample: Frames, options: InitializeOptions, random: Random): GaussianMixture {
  return { ...overallRepeated(sample, options), means: drawFrames(sample, options.components, random) }
}

/** The M-step for frames that belong wholly to their nearest center. A center without frames gets the overall covariance. */
function aroundCenters(sample: Frames, centers: Float64Array, options: InitializeOptions): GaussianMixture {
  const nearest = new Int32Array(sample.count)
  labelFrames(centerSearchOf(centers, sample.dimensions), sample, nearest)
  const fallback = { ...overallRepeated(sample, options), means: centers }
  return sharedOut(
    sample,
    options,
    (shares, i) => {
      shares.fill(0)
      shares[nearest[i]] = 1
    },
    fallback,
  )
}

/**
 * The M-step for frames that are shared out by `share`, which fills in K shares of a frame in any proportion. Components
 * that get nothing keep their mean and covariance of `former`.
 */
function sharedOut(
  sample: Frames,
  options: InitializeOptions,
  share: (shares: Float64Array, frame: number) => void,
  former = overallRepeated(sample, options),
): GaussianMixture {
  const { components, covarianceType } = options
  const statistics = new SufficientStatistics(momentFormOf(covarianceType), components, former.means)
  const shares = new Float64Array(components)
  for (let i = 0; i < sample.count; i++) {
    share(shares, i)
    const scale = (sample.weights ? sample.weights[i] : 1) / shares.reduce((sum, value) => sum + value, 0)
    for (let k = 0; k < components; k++) shares[k] *= scale
    statistics.addFrame(sample.data, i * sample.dimensions, shares)
  }
  return maximize(statistics, former, options)
}

/** One Gaussian for all frames. */
function overallMixture(sample: Frames, options: InitializeOptions): GaussianMixture {
  const { covarianceType } = options
  const { dimensions } = sample
  const shape = { covarianceType, componentCount: 1, dimensions }
  const former = {
    ...shape,
    weights: Float64Array.of(1),
    means: Float64Array.from(sample.data.subarray(0, dimensions)),
    covariances: new Float64Array(covarianceLength(shape)),
  }
  return sharedOut(sample, { ...options, components: 1 }, (shares) => shares.fill(1), former)
}

/** K times the Gaussian of all frames, with equal weights. */
function overallRepeated(sample: Frames, options: InitializeOptions): GaussianMixture {
  const { components, covarianceType } = options
  const { dimensions } = sample
  const overall = overallMixture(sample, options)
  const shape = { covarianceType, componentCount: components, dimensions }
  return {
    ...shape,
    weights: new Float64Array(components).fill(1 / components),
    means: repeated(overall.means, components * dimensions),
    covariances: repeated(overall.covariances, covarianceLength(shape)),
  }
}

function repeated(values: Float64Array, length: number): Float64Array {
  return Float64Array.from({ length }, (_, at) => values[at % values.length])
}
