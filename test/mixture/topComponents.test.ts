import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { densitiesOf } from '../../src/mixture/componentDensities'
import { kernelTopDensities, topParametersOf } from '../../src/mixture/kernel/kernelTopDensities'
import { topKernelOfThread } from '../../src/mixture/kernel/loadTopKernel'
import { sampleMixture } from '../../src/mixture/sampling'
import { scoreSamples } from '../../src/mixture/score'
import { referenceTopDensities, topComponents, topLogDensities } from '../../src/mixture/topComponents'
import { randomMixture } from './anyMixture'

const shapes = fc.record({
  dimensions: fc.integer({ min: 1, max: 9 }),
  componentCount: fc.integer({ min: 4, max: 20 }),
  perFrame: fc.constantFrom(2, 4),
  count: fc.integer({ min: 1, max: 1500 }),
  seed: fc.nat(1e6),
  precision: fc.constantFrom('float32' as const, 'float64' as const),
})

describe('the best components of a background', () => {
  test('are those of the highest joint densities, each once', () => {
    fc.assert(
      fc.property(shapes, ({ seed, count, perFrame, precision, ...shape }) => {
        const background = randomMixture({ covarianceType: 'diag', ...shape }, seed)
        const { frames } = sampleMixture(background, count, seed, precision)
        const { components } = topComponents(background, frames, perFrame)
        const { means, logConstants, precisionsCholesky } = densitiesOf(background)
        const d = shape.dimensions
        for (let i = 0; i < count; i += 37) {
          const joint = Array.from(logConstants, (constant, k) => {
            let squares = 0
            for (let j = 0; j < d; j++) {
              squares += ((frames.data[i * d + j] - means[k * d + j]) * precisionsCholesky[k * d + j]) ** 2
            }
            return { k, density: constant - 0.5 * squares }
          })
          const best = joint.sort((a, b) => b.density - a.density).slice(0, perFrame)
          const chosen = [...components.subarray(i * perFrame, (i + 1) * perFrame)]
          expect(chosen.sort((a, b) => a - b)).toEqual(best.map(({ k }) => k).sort((a, b) => a - b))
        }
      }),
      { numRuns: 30 },
    )
  })

  test('give all of the density where all of them are taken', () => {
    const mixture = randomMixture({ covarianceType: 'diag', componentCount: 6, dimensions: 5 })
    const { frames } = sampleMixture(mixture, 2500)
    const out = new Float64Array(2500)
    topLogDensities(mixture, frames, topComponents(mixture, frames, 6), out)
    scoreSamples(mixture, frames).forEach((score, i) => {
      expect(Math.abs(out[i] - score)).toBeLessThan(1e-12 * (1 + Math.abs(score)))
    })
  })
})

test('the kernel adds up what plain TypeScript adds up, under a mixture whose means moved', () => {
  const kernel = topKernelOfThread()!
  fc.assert(
    fc.property(shapes, ({ seed, count, perFrame, precision, ...shape }) => {
      const background = randomMixture({ covarianceType: 'diag', ...shape }, seed)
      const densities = densitiesOf({ ...background, means: background.means.map((mean, at) => mean + (at % 3) - 1) })
      const { frames } = sampleMixture(background, count, seed, precision)
      const choice = topComponents(background, frames, perFrame)
      const [own, expected] = [new Float64Array(count), new Float64Array(count)]
      kernelTopDensities(kernel, topParametersOf(densities), frames, choice, own)
      referenceTopDensities(densities, frames, choice, expected)
      expected.forEach((score, i) => {
        expect(Math.abs(own[i] - score)).toBeLessThan(1e-12 * (1 + Math.abs(score)))
      })
    }),
    { numRuns: 40 },
  )
})

test('a component of weight 0 counts nothing, and frames of nothing else are infinitely unlikely', () => {
  const mixture = randomMixture({ covarianceType: 'diag', componentCount: 4, dimensions: 3 })
  const { frames } = sampleMixture(mixture, 10)
  const choice = { perFrame: 2, components: new Int32Array(20).fill(1) }
  const out = new Float64Array(10)
  topLogDensities({ ...mixture, weights: Float64Array.of(0.5, 0, 0.25, 0.25) }, frames, choice, out)
  expect([...out]).toEqual(new Array(10).fill(-Infinity))
})
