import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adaptable, adaptMixture, type Adaptable } from '../../src/mixture/adaptation'
import { fitMixture } from '../../src/mixture/expectationMaximization'
import { localPasses } from '../../src/mixture/framePasses'
import type { Frames } from '../../src/mixture/frames'
import { framesInMemory } from '../../src/mixture/frameSource'
import { checkMixture, covarianceMatrix, varianceOf, type GaussianMixture } from '../../src/mixture/gaussianMixture'
import { sampleMixture } from '../../src/mixture/sampling'
import { meanLogLikelihood, responsibilities } from '../../src/mixture/score'
import { anyMixture, randomMixture } from './anyMixture'
import { expectClose, speechFrames } from './golden'

const everything = { adapt: adaptable }
const noFrames = (dimensions: number): Frames => ({ data: new Float32Array(0), count: 0, dimensions })
const untied = ['full', 'diag', 'spherical'] as const
const some = fc.subarray<Adaptable>([...adaptable], { minLength: 1 })

/** A speaker near the background, but not it. */
function speakerOf(background: GaussianMixture, count: number, seed = 5): Frames {
  const means = background.means.map((mean, at) => mean + (at % 3) - 1)
  return sampleMixture({ ...background, means }, count, seed, 'float64').frames
}

describe('a background of one component', () => {
  const background = {
    covarianceType: 'diag' as const,
    componentCount: 1,
    dimensions: 1,
    weights: Float64Array.of(1),
    means: Float64Array.of(0),
    covariances: Float64Array.of(1),
  }
  const frames = { data: Float64Array.of(2, 4), count: 2, dimensions: 1 }

  test('with as many frames as the relevance goes half the way', () => {
    const { mixture, counts, shares } = adaptMixture(background, frames, { ...everything, relevance: 2 })
    expect(counts).toEqual(Float64Array.of(2))
    expect(shares).toEqual(Float64Array.of(0.5))
    expect(mixture.means[0]).toBeCloseTo(1.5, 15)
    // 1/2 E[x^2] + 1/2 (1 + 0^2) - 1.5^2 = 5 + 0.5 - 2.25
    expect(mixture.covariances[0]).toBeCloseTo(3.25, 15)
  })

  test('takes its variances about the mean that stays, where that is not adapted', () => {
    const { mixture } = adaptMixture(background, frames, { adapt: ['variances'], relevance: 2 })
    expect(mixture.means).toEqual(background.means)
    expect(mixture.covariances[0]).toBeCloseTo(5.5, 15)
  })

  test('has a relevance of 16 and adapts its means alone, unless told otherwise', () => {
    const { mixture, shares } = adaptMixture(background, frames)
    expect(shares[0]).toBeCloseTo(2 / 18, 15)
    expect(mixture.means[0]).toBeCloseTo(6 / 18, 15)
    expect(mixture.weights).toEqual(background.weights)
    expect(mixture.covariances).toEqual(background.covariances)
  })
})

describe('whatever the background', () => {
  test('every adapted value is that of the raw moments, as the paper has them', () => {
    fc.assert(
      fc.property(
        anyMixture({ types: untied }),
        fc.double({ min: 0.5, max: 50, noNaN: true }),
        (background, relevance) => {
          const frames = speakerOf(background, 60)
          const { mixture, counts, shares } = adaptMixture(background, frames, { ...everything, relevance })
          const wanted = fromRawMoments(background, frames, relevance)
          expectClose('counts', counts, wanted.counts, 1e-9, 1)
          expectClose('shares', shares, wanted.shares, 1e-9)
          expectClose('weights', mixture.weights, wanted.weights, 1e-9)
          expectClose('means', mixture.means, wanted.means, 1e-9, 1)
          expectClose('covariances', mixture.covariances, wanted.covariances, 1e-9, 10)
          checkMixture(mixture)
        },
      ),
    )
  })

  test('no frames leave it as it is', () => {
    fc.assert(
      fc.property(anyMixture({ types: untied }), some, (background, adapt) => {
        const { mixture, shares } = adaptMixture(background, noFrames(background.dimensions), { adapt })
        expect(mixture).toEqual(background)
        expect(shares).toEqual(new Float64Array(background.componentCount))
      }),
    )
  })

  test('what is not to be adapted stays, and what is adapted does not depend on the rest of that', () => {
    fc.assert(
      fc.property(anyMixture({ types: untied }), some, (background, adapt) => {
        const frames = speakerOf(background, 40)
        const { mixture } = adaptMixture(background, frames, { adapt })
        const all = adaptMixture(background, frames, everything).mixture
        expect(mixture.weights).toEqual(adapt.includes('weights') ? all.weights : background.weights)
        expect(mixture.means).toEqual(adapt.includes('means') ? all.means : background.means)
        if (!adapt.includes('variances')) expect(mixture.covariances).toEqual(background.covariances)
      }),
    )
  })

  test('a frame of weight 2 counts as two frames, and passes as the frames they pass over', () => {
    fc.assert(
      fc.property(anyMixture({ types: untied }), (background) => {
        const frames = speakerOf(background, 20)
        const doubled = { ...frames, count: 40, data: Float64Array.from([...frames.data, ...frames.data]) }
        const weighted = { ...frames, weights: new Float64Array(20).fill(2) }
        const one = adaptMixture(background, weighted, everything).mixture
        const other = adaptMixture(background, doubled, everything).mixture
        for (const name of ['weights', 'means', 'covariances'] as const) {
          expectClose(name, one[name], other[name], 1e-10, 1)
        }
        expect(adaptMixture(background, localPasses(framesInMemory(weighted)), everything).mixture).toEqual(one)
      }),
      { numRuns: 30 },
    )
  })
})

describe('the relevance factor', () => {
  test.each(untied)('towards 0 gives the maximum-likelihood estimate of one M-step (%s)', (covarianceType) => {
    const background = randomMixture({ covarianceType, componentCount: 3, dimensions: 3 }, 4)
    const frames = speakerOf(background, 500)
    const { covariances, means, weights } = background
    const { mixture } = fitMixture(frames, {
      components: 3,
      covarianceType,
      initialization: { weights, means, covariances },
      maxIterations: 1,
      regCovar: 0,
    })
    for (const relevance of [0, 1e-9]) {
      const adapted = adaptMixture(background, frames, { ...everything, relevance }).mixture
      for (const name of ['weights', 'means', 'covariances'] as const) {
        expectClose(name, adapted[name], mixture[name], 1e-9, 1)
      }
    }
  })

  test('towards infinity leaves the background', () => {
    const background = randomMixture({ covarianceType: 'full', componentCount: 3, dimensions: 3 }, 4)
    const adapted = adaptMixture(background, speakerOf(background, 500), { ...everything, relevance: 1e12 }).mixture
    for (const name of ['weights', 'means', 'covariances'] as const) {
      expectClose(name, adapted[name], background[name], 1e-9, 1)
    }
  })

  test('decides how well the frames are explained: the lower, the better', () => {
    const background = randomMixture({ covarianceType: 'diag', componentCount: 4, dimensions: 3 }, 4)
    const frames = speakerOf(background, 300)
    const scores = [1e9, 1000, 100, 16, 1, 0.01].map((relevance) =>
      meanLogLikelihood(adaptMixture(background, frames, { relevance }).mixture, frames),
    )
    expect(scores).toEqual(scores.toSorted((a, b) => a - b))
    expect(adaptMixture(background, frames).meanLogLikelihood).toBeCloseTo(meanLogLikelihood(background, frames), 12)
  })
})

test('far from the origin no digits of the variances are lost', () => {
  const background = randomMixture({ covarianceType: 'diag', componentCount: 1, dimensions: 2 }, 4)
  const frames = speakerOf(background, 100)
  const near = adaptMixture(background, frames, everything).mixture
  const offset = 2 ** 23
  const away = adaptMixture(
    { ...background, means: background.means.map((mean) => mean + offset) },
    { ...frames, data: frames.data.map((value) => value + offset) },
    everything,
  ).mixture
  expectClose('covariances', away.covariances, near.covariances, 1e-7)
})

test('adapted variances keep the floor', () => {
  const floor = Float64Array.of(0.5, 8)
  const still = { data: new Float32Array(400), count: 200, dimensions: 2 }
  for (const covarianceType of untied) {
    const background = randomMixture({ covarianceType, componentCount: 1, dimensions: 2 }, 6)
    const options = { ...everything, relevance: 0.001, varianceFloor: floor }
    const { mixture } = adaptMixture(background, still, options)
    const least = covarianceType === 'spherical' ? [4.25, 4.25] : [0.5, 8]
    for (const j of [0, 1]) expect(varianceOf(mixture, 0, j)).toBeGreaterThanOrEqual(least[j] * (1 - 1e-12))
    checkMixture(mixture)
  }
})

describe('is refused', () => {
  const background = randomMixture({ covarianceType: 'tied', componentCount: 2, dimensions: 2 }, 6)
  const frames = speakerOf(background, 50)
  const diagonal = randomMixture({ covarianceType: 'diag', componentCount: 2, dimensions: 2 }, 6)

  test('for the variances of tied covariances; their means and weights can be adapted', () => {
    expect(() => adaptMixture(background, frames, everything)).toThrow(/tied covariances cannot be adapted/)
    const { mixture } = adaptMixture(background, frames, { adapt: ['means', 'weights'] })
    expect(mixture.covariances).toEqual(background.covariances)
    expect(meanLogLikelihood(mixture, frames)).toBeGreaterThan(meanLogLikelihood(background, frames))
  })

  test.each([
    ['nothing to adapt', { adapt: [] }, /Nothing is to be adapted/],
    ['a relevance below 0', { relevance: -1 }, /relevance must be a number from 0 up, but is -1/],
    ['a floor of other dimensions', { varianceFloor: Float64Array.of(1) }, /varianceFloor has 1 entries/],
  ])('for %s', (_, options, message) => {
    expect(() => adaptMixture(diagonal, frames, options)).toThrow(message)
  })

  test('for frames that do not spread, where a relevance of 0 leaves nothing of the background', () => {
    const still = { data: new Float32Array(40), count: 20, dimensions: 2 }
    for (const covarianceType of untied) {
      const mixture = randomMixture({ covarianceType, componentCount: 1, dimensions: 2 }, 6)
      expect(() => adaptMixture(mixture, still, { ...everything, relevance: 0 })).toThrow(/do not spread/)
    }
  })

  test('for frames of other dimensions', () => {
    expect(() => adaptMixture(diagonal, noFrames(3))).toThrow(expect.objectContaining({ code: 'MODEL_MISMATCH' }))
  })
})

/** Equations 11 to 14, with moments about the origin. */
function fromRawMoments(background: GaussianMixture, frames: Frames, relevance: number) {
  const { componentCount, dimensions, weights, means, covarianceType } = background
  const shares = responsibilities(background, frames)
  const result = {
    counts: new Float64Array(componentCount),
    shares: new Float64Array(componentCount),
    weights: new Float64Array(componentCount),
    means: new Float64Array(means.length),
    covariances: [] as number[],
  }
  for (let k = 0; k < componentCount; k++) {
    const first = new Float64Array(dimensions)
    const second = new Float64Array(dimensions * dimensions)
    for (let i = 0; i < frames.count; i++) {
      const share = shares[i * componentCount + k]
      const frame = frames.data.subarray(i * dimensions, (i + 1) * dimensions)
      result.counts[k] += share
      for (let a = 0; a < dimensions; a++) {
        first[a] += share * frame[a]
        for (let b = 0; b < dimensions; b++) second[a * dimensions + b] += share * frame[a] * frame[b]
      }
    }
    const count = result.counts[k]
    const alpha = count / (count + relevance)
    result.shares[k] = alpha
    result.weights[k] = (alpha * count) / frames.count + (1 - alpha) * weights[k]
    const former = means.subarray(k * dimensions, (k + 1) * dimensions)
    const adapted = former.map((mean, j) => alpha * (first[j] / count) + (1 - alpha) * mean)
    result.means.set(adapted, k * dimensions)
    const covariance = covarianceMatrix(background, k).map((value, at) => {
      const [a, b] = [Math.floor(at / dimensions), at % dimensions]
      const raw = (alpha * second[at]) / count + (1 - alpha) * (value + former[a] * former[b])
      return raw - adapted[a] * adapted[b]
    })
    const diagonal = Array.from({ length: dimensions }, (_, j) => covariance[j * dimensions + j])
    if (covarianceType === 'full') result.covariances.push(...covariance)
    else if (covarianceType === 'diag') result.covariances.push(...diagonal)
    else result.covariances.push(diagonal.reduce((a, b) => a + b, 0) / dimensions)
  }
  const sum = result.weights.reduce((a, b) => a + b, 0)
  return { ...result, weights: result.weights.map((weight) => weight / sum) }
}

test('a voice is told better by the adapted background than by the background or by its few frames alone', () => {
  // The frames follow each other voice by voice: the last 80 are of the last of twelve.
  const speech = speechFrames()
  const { dimensions } = speech
  const part = (from: number, to: number, step = 1): Frames => {
    const rows = Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step)
    const data = rows.flatMap((i) => Array.from(speech.data.subarray(i * dimensions, (i + 1) * dimensions)))
    return { data: Float32Array.from(data), count: rows.length, dimensions }
  }
  const background = fitMixture(part(0, 1300), { components: 16, seed: 1 }).mixture
  const [few, others] = [part(1420, 1500, 2), part(1421, 1500, 2)]
  const alone = fitMixture(few, { components: 4, seed: 1, regCovar: 1 }).mixture
  const adapted = adaptMixture(background, few).mixture
  const scores = [background, alone, adapted].map((mixture) => meanLogLikelihood(mixture, others))
  expect(scores[2]).toBeGreaterThan(scores[0] + 0.5)
  expect(scores[2]).toBeGreaterThan(scores[1] + 0.5)
})
