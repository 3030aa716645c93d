import { expect, test } from 'vitest'
import type { Frames } from '../../src/mixture/frames'
import type { BankMixture } from '../../src/recognition/bank'
import { pooledVariance } from '../../src/recognition/pooledVariance'
import { fitLabelSteps } from '../../src/recognition/trainLabel'
import { drawFrames } from './trainedBank'

function fitLabel(frames: Frames, components: number, share = 0.01): { mixture: BankMixture; iterations: number } {
  const floor = { share, pooledVariance: pooledVariance([frames]) }
  const steps = fitLabelSteps('ant', frames, { components, seed: 1, floor })
  let iterations = 0
  for (;;) {
    const step = steps.next()
    if (step.done) return { mixture: step.value, iterations }
    if (step.value.lowerBound !== null) iterations++
  }
}

test('a label’s fit yields its iterations and returns the mixture with its facts', () => {
  const { mixture, iterations } = fitLabel(drawFrames([0, 1], 400, 3), 4)
  expect(mixture).toMatchObject({ label: 'ant', frameCount: 400, mixture: { componentCount: 4, dimensions: 2 } })
  expect(mixture.lowerBounds).toHaveLength(iterations)
})

test('a short label gets one component for every ten frames, and says so', () => {
  const { mixture } = fitLabel(drawFrames([0, 1], 85, 3), 16)
  expect(mixture.mixture.componentCount).toBe(8)
  expect(mixture.findings[0]).toContain('Only 85 frames: 8 components instead of 16')
})

test('no variance falls under the floor, not even for identical frames beside others', () => {
  const frames = drawFrames([0, 1], 200, 3)
  frames.data.fill(5, 0, 200)
  const { mixture } = fitLabel(frames, 4, 0.1)
  const floor = pooledVariance([frames]).map((variance) => variance * 0.1)
  mixture.mixture.covariances.forEach((variance, i) => expect(variance).toBeGreaterThanOrEqual(floor[i % 2]))
})

test('a label of fewer than ten frames is refused by name', () => {
  expect(() => fitLabel(drawFrames([0, 1], 9, 3), 4)).toThrow(
    expect.objectContaining({ code: 'TOO_FEW_FRAMES', message: expect.stringContaining('"ant" has 9 frames') }),
  )
})
