import { describe, expect, test } from 'vitest'
import type { Frames } from '../../src/mixture/frames'
import type { CovarianceType } from '../../src/mixture/gaussianMixture'
import { pooledVariance } from '../../src/recognition/pooledVariance'
import { chooseVarianceFloor, floorShares } from '../../src/recognition/varianceFloor'
import { drawFrames } from './trainedBank'

const centers = [0, 3, 6, 9].map((at) => [at, -at, at / 2, 1, 0, 2])
const withFrames = (count: number, recordings: number) =>
  centers.map((center, l) => ({
    label: String(l),
    recordings: Array.from({ length: recordings }, (_, r) => drawFrames(center, count, 50 * l + r)),
  }))

/** The second column follows the first, and the third is ten times as wide. */
function correlated(frames: Frames): Frames {
  const { dimensions } = frames
  const data = Float32Array.from(frames.data, (value, i) => (i % dimensions === 2 ? 10 * value : value))
  for (let at = 0; at < data.length; at += dimensions) data[at + 1] = data[at] + 0.1 * data[at + 1]
  return { ...frames, data }
}

describe('the variance floor', () => {
  test('is larger where labels are short than where they are long', () => {
    const short = chooseVarianceFloor(withFrames(40, 1), { components: 16 })
    const long = chooseVarianceFloor(withFrames(400, 10), { components: 16 })
    expect(short.share).toBeGreaterThan(long.share)
  })

  test('is the share with the highest held-out likelihood among those tried', () => {
    const { share, tried } = chooseVarianceFloor(withFrames(60, 3), { components: 8 })
    expect(tried.map((each) => each.share)).toEqual([...floorShares])
    const best = tried.find((each) => each.share === share)!
    expect(Math.max(...tried.map(({ logLikelihood }) => logLikelihood))).toBe(best.logLikelihood)
  })

  test('is tried with mixtures of the covariance type that is asked for', () => {
    const labels = withFrames(60, 3).map(({ label, recordings }) => ({ label, recordings: recordings.map(correlated) }))
    const bestOf = (covarianceType: CovarianceType) =>
      Math.max(
        ...chooseVarianceFloor(labels, { components: 1, covarianceType }).tried.map((each) => each.logLikelihood),
      )
    // Two columns move together, which matrices can say and variances cannot; the columns differ in size, which one
    // variance for all of them cannot say.
    expect(bestOf('full')).toBeGreaterThan(bestOf('diag') + 1)
    expect(bestOf('tied')).toBeGreaterThan(bestOf('diag') + 1)
    expect(bestOf('diag')).toBeGreaterThan(bestOf('spherical') + 1)
  })

  test('does not change from one run to the next', () => {
    const choose = () => chooseVarianceFloor(withFrames(80, 3), { components: 8, seed: 5 })
    expect(choose()).toEqual(choose())
  })

  test('is chosen without evidence where every label is too short to hold anything out', () => {
    const { share, tried } = chooseVarianceFloor(withFrames(12, 1), { components: 8 })
    expect(tried).toEqual([])
    expect(share).toBe(0.3)
  })

  test('stays finite on constant frames', () => {
    const silent = drawFrames([1, 2, 3], 100, 1, 0)
    const { tried } = chooseVarianceFloor([{ label: 'silence', recordings: [silent] }], { components: 4 })
    for (const { logLikelihood } of tried) expect(logLikelihood).toBeTypeOf('number')
    expect(tried.every(({ logLikelihood }) => Number.isFinite(logLikelihood))).toBe(true)
  })
})

describe('the pooled variance', () => {
  test('is that of all frames together, and keeps its precision beside a large mean', () => {
    const near = { data: Float32Array.of(0, 4096, 2, 4097), count: 2, dimensions: 2 }
    const far = { data: Float32Array.of(4, 4098, 6, 4099), count: 2, dimensions: 2 }
    expect([...pooledVariance([near, far])]).toEqual([5, 1.25])
  })

  test('refuses no frames and frames of different recipes', () => {
    expect(() => pooledVariance([])).toThrow(expect.objectContaining({ code: 'TOO_FEW_FRAMES' }))
    expect(() => pooledVariance([drawFrames([0, 0], 3, 1), drawFrames([0], 3, 1)])).toThrow(
      expect.objectContaining({ code: 'MODEL_MISMATCH' }),
    )
  })
})
