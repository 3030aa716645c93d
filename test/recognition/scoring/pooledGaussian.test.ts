import { describe, expect, it } from 'vitest'
import { concatenateFrames } from '../../../src/mixture/frames'
import type { GaussianMixture } from '../../../src/mixture/gaussianMixture'
import { sampleMixture } from '../../../src/mixture/sampling'
import { pooledVariance } from '../../../src/recognition/pooledVariance'
import { pooledGaussian } from '../../../src/recognition/scoring/pooledGaussian'

const low: GaussianMixture = {
  covarianceType: 'spherical',
  componentCount: 2,
  dimensions: 2,
  weights: Float64Array.of(0.3, 0.7),
  means: Float64Array.of(-4, 2, 1, 0),
  covariances: Float64Array.of(1, 4),
}
const high: GaussianMixture = {
  covarianceType: 'full',
  componentCount: 1,
  dimensions: 2,
  weights: Float64Array.of(1),
  means: Float64Array.of(3, 10),
  covariances: Float64Array.of(2, 1, 1, 3),
}

describe('the Gaussian of all labels together', () => {
  it('has the mean and variances of frames drawn from the mixtures, as many from each', () => {
    const { means, covariances } = pooledGaussian([low, high])
    const frames = concatenateFrames([low, high].map((mixture, i) => sampleMixture(mixture, 40_000, i).frames))
    const variance = pooledVariance([frames])
    for (let j = 0; j < 2; j++) {
      let mean = 0
      for (let i = 0; i < frames.count; i++) mean += frames.data[2 * i + j] / frames.count
      expect(means[j]).toBeCloseTo(mean, 1)
      expect(covariances[j] / variance[j]).toBeCloseTo(1, 1)
    }
  })

  it('is the one Gaussian itself, its correlations left out', () => {
    const { means, covariances } = pooledGaussian([high])
    expect([...means]).toEqual([3, 10])
    expect([...covariances]).toEqual([2, 3])
  })

  it('loses no variance to a large mean', () => {
    const far = { ...high, means: Float64Array.of(1e9, 10) }
    expect(pooledGaussian([far, far]).covariances[0]).toBe(2)
  })
})
