import { expect, test } from 'vitest'
import { fitMixture } from '../../src/mixture/expectationMaximization'
import { fitFindings } from '../../src/mixture/fitFindings'
import { concatenateFrames, type Frames } from '../../src/mixture/frames'
import { clusteredFrames, framesOf } from './syntheticFrames'

function around(means: readonly number[], variance: number) {
  return {
    weights: new Float64Array(means.length).fill(1 / means.length),
    means: Float64Array.from(means),
    covariances: new Float64Array(means.length).fill(variance),
  }
}

function findings(frames: Frames, options: Parameters<typeof fitMixture>[1]): string {
  return fitFindings(fitMixture(frames, options), frames).join('\n')
}

test('a good fit has no findings', () => {
  expect(findings(clusteredFrames(2000, 4, 3), { components: 3 })).toBe('')
})

test('too few frames for the components are told with what would fit', () => {
  expect(findings(clusteredFrames(100, 13, 3), { components: 16, seed: 3 })).toContain(
    '100 frames for 16 components are 6.3 a component; 13 dimensions want at least 13. ' +
      'Add recordings, or ask for at most 7 components.',
  )
})

test('a starved component is named', () => {
  const frames = clusteredFrames(100, 1, 1)
  const found = findings(frames, { components: 2, initialization: around([0, 1e6], 30) })
  expect(found).toContain('Component 2 of 2 has fewer than 5 frames (the least: none). Ask for fewer components')
})

test('components that sit on identical frames are told', () => {
  const still = framesOf(Array.from({ length: 60 }, () => [40, -40]))
  const found = findings(concatenateFrames([clusteredFrames(300, 2, 1), still]), { components: 2 })
  expect(found).toContain('2 of 4 variances, in 1 of 2 components, fell to no more than regCovar (0.000001)')
})

test('variances on the floor are told', () => {
  const found = findings(clusteredFrames(500, 2, 1), { components: 1, varianceFloor: Float64Array.of(1000, 1e-3) })
  expect(found).toContain('1 of 2 variances, in 1 of 1 components, rest on the variance floor')
})

test('components that do one work twice are told', () => {
  const frames = clusteredFrames(500, 1, 1)
  const found = findings(frames, { components: 2, initialization: around([frames.data[0], frames.data[0]], 4) })
  expect(found).toContain('Components 1 and 2 are nearly the same (they overlap by more than 95 %)')
})

test('a constant column is told once, not as collapsed components', () => {
  const frames = clusteredFrames(300, 2, 2)
  const flat = { ...frames, data: frames.data.map((value, i) => (i % 2 === 1 ? 7 : value)) }
  const found = findings(flat, { components: 2 })
  expect(found).toContain('Column 2 holds the same value in all 300 frames')
  expect(found).not.toContain('regCovar')
})

test('a fit that was cut short says by how much it still changed', () => {
  const found = findings(clusteredFrames(500, 3, 6), { components: 6, maxIterations: 3, tolerance: 0 })
  expect(found).toMatch(
    /stopped after 3 iterations while the mean log-likelihood still changed by [\d.e-]+ \(tolerance 0\)/,
  )
})
