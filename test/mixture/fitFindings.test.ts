import { describe, expect, test } from 'vitest'
import { fitMixture } from '../../src/mixture/expectationMaximization'
import { findingSentences, fitFindings, type FindingKind, type FitFinding } from '../../src/mixture/fitFindings'
import type { FitOptions } from '../../src/mixture/fitOptions'
import { localPasses } from '../../src/mixture/framePasses'
import { concatenateFrames, type Frames } from '../../src/mixture/frames'
import { covarianceTypes } from '../../src/mixture/gaussianMixture'
import { clusteredFrames, framesOf } from './syntheticFrames'

function around(means: readonly number[], variance: number) {
  return {
    weights: new Float64Array(means.length).fill(1 / means.length),
    means: Float64Array.from(means),
    covariances: new Float64Array(means.length).fill(variance),
  }
}

function findingsOf(frames: Frames, options: FitOptions): FitFinding[] {
  return fitFindings(fitMixture(frames, options), frames)
}

function sentences(frames: Frames, options: FitOptions): string {
  return findingSentences(findingsOf(frames, options)).join('\n')
}

function findingOf(frames: Frames, options: FitOptions, kind: FindingKind): FitFinding {
  const found = findingsOf(frames, options).filter((finding) => finding.kind === kind)
  expect(found).toHaveLength(1)
  return found[0]
}

/** Frames whose third column is the sum of the others, but for this much. */
function dependentFrames(count: number, rest: number): Frames {
  const { data } = clusteredFrames(count, 3, 1)
  const dependent = Float64Array.from(data)
  for (let i = 0; i < count; i++) {
    dependent[3 * i + 2] = dependent[3 * i] + dependent[3 * i + 1] + rest * data[3 * i + 2]
  }
  return { data: dependent, count, dimensions: 3 }
}

test.each(covarianceTypes)('a good fit has no findings (%s)', (covarianceType) => {
  expect(sentences(clusteredFrames(2000, 4, 3), { components: 3, covarianceType, seed: 1 })).toBe('')
})

describe('frames that are too few', () => {
  test('are told with what would fit', () => {
    expect(sentences(clusteredFrames(100, 13, 3), { components: 16, seed: 3 })).toContain(
      '100 frames for 16 components are 6.3 a component; 13 dimensions want at least 13. ' +
        'Add recordings, or ask for at most 7 components.',
    )
  })

  test('are sooner too few for full covariances', () => {
    const frames = clusteredFrames(300, 13, 3)
    expect(sentences(frames, { components: 3 })).toBe('')
    expect(sentences(frames, { components: 3, covarianceType: 'full' })).toContain(
      '300 frames for 3 components are 100.0 a component; the 104 parameters of a component with a full covariance ' +
        'want at least 104. Add recordings, choose diagonal covariances, or ask for at most 2 components.',
    )
  })

  test('for one component are not answered with fewer components', () => {
    expect(sentences(clusteredFrames(8, 2, 1), { components: 1 })).toBe(
      '8 frames for 1 component are 8.0 a component; 2 dimensions want at least 10. Add recordings.',
    )
  })

  test('count by their weights', () => {
    const frames = { ...clusteredFrames(40, 2, 1), weights: new Float64Array(40).fill(0.125) }
    expect(findingOf(frames, { components: 1 }, 'too-few-frames').sentence).toMatch(/^5 frames for 1 component are 5.0/)
  })
})

describe('a starved component', () => {
  const frames = clusteredFrames(100, 1, 1)
  const options = { components: 2, initialization: around([0, 1e6], 30) }

  test('is named', () => {
    const { components, sentence, remedy } = findingOf(frames, options, 'starved')
    expect(components).toEqual([1])
    expect(sentence).toBe('Component 2 of 2 has fewer than 5 frames (the least: none).')
    expect(remedy).toContain('Ask for fewer components')
  })

  test('is found by its frames where its weight is fixed', () => {
    const fixed = { ...options, fixedWeights: true }
    expect(findingOf(frames, fixed, 'starved').components).toEqual([1])
  })
})

describe('variances that something holds up', () => {
  const still = framesOf(Array.from({ length: 60 }, () => [40, -40]))
  const frames = concatenateFrames([clusteredFrames(300, 2, 1), still])

  test.each([
    ['diag', '2 of 4 variances (in 1 of 2 components) fell to no more than regCovar (0.000001): that component sits'],
    ['spherical', '1 of 2 variances fell to no more than regCovar (0.000001): that component sits'],
    ['full', 'Some direction of 1 of 2 full covariances fell to no more than regCovar (0.000001)'],
  ] as const)('sit on identical frames (%s)', (covarianceType, sentence) => {
    const found = findingOf(frames, { components: 2, covarianceType }, 'at-reg-covar')
    expect(found.sentence).toContain(sentence)
    expect(found.components).toHaveLength(1)
  })

  test('of a tied matrix are those of all components', () => {
    const line = dependentFrames(200, 0)
    const found = findingOf(line, { components: 2, covarianceType: 'tied' }, 'at-reg-covar')
    expect(found.sentence).toContain('Some direction of the tied covariance fell to no more than regCovar')
    expect(found.components).toEqual([0, 1])
  })

  test.each([
    ['diag', '1 of 2 variances (in 1 of 1 component) rests on the variance floor.'],
    ['full', 'Some direction of 1 of 1 full covariance rests on the variance floor.'],
    ['tied', 'Some direction of the tied covariance rests on the variance floor.'],
    ['spherical', '1 of 1 variance rests on the variance floor.'],
  ] as const)('rest on the floor (%s)', (covarianceType, sentence) => {
    const varianceFloor = Float64Array.of(1000, 1e-3)
    const found = findingOf(clusteredFrames(500, 2, 1), { components: 1, varianceFloor, covarianceType }, 'at-floor')
    expect(found.sentence).toBe(sentence)
    expect(found.remedy.length).toBeLessThan(70)
  })
})

describe('columns that depend on each other', () => {
  test.each(['full', 'tied'] as const)('are told with the condition number (%s)', (covarianceType) => {
    const found = findingOf(dependentFrames(500, 1e-3), { components: 1, covarianceType }, 'ill-conditioned')
    expect(found.components).toEqual([0])
    const [, number] = /condition number ([\d.e+]+)\)/.exec(found.sentence) ?? []
    expect(Number(number)).toBeGreaterThan(1e6)
  })

  test('are no matter of their units', () => {
    const { data, count } = clusteredFrames(500, 2, 1)
    const scaled = { data: data.map((value, at) => (at % 2 === 0 ? value * 1e6 : value)), count, dimensions: 2 }
    expect(sentences(scaled, { components: 1, covarianceType: 'full' })).toBe('')
  })
})

describe('components that do one work twice', () => {
  const frames = clusteredFrames(500, 2, 1)
  const twice = [frames.data[0], frames.data[1], frames.data[0], frames.data[1]]
  const covariances = { full: [4, 0, 0, 9, 4, 0, 0, 9], tied: [4, 0, 0, 9], diag: [4, 9, 4, 9], spherical: [4, 4] }

  test.each(covarianceTypes)('are told (%s)', (covarianceType) => {
    const initialization = {
      weights: Float64Array.of(0.5, 0.5),
      means: Float64Array.from(twice),
      covariances: Float64Array.from(covariances[covarianceType]),
    }
    const found = findingOf(frames, { components: 2, covarianceType, initialization }, 'duplicates')
    expect(found.sentence).toBe('Components 1 and 2 are nearly the same (they overlap by more than 95 %).')
    expect(found.components).toEqual([0, 1])
  })
})

describe('columns that tell nothing', () => {
  const frames = clusteredFrames(300, 2, 2)

  test.each(covarianceTypes)('a constant one is told once, not as collapsed components (%s)', (covarianceType) => {
    const flat = { ...frames, data: frames.data.map((value, i) => (i % 2 === 1 ? 7 : value)) }
    const found = sentences(flat, { components: 2, covarianceType })
    expect(found).toContain('Column 2 holds the same value in all 300 frames')
    expect(found).not.toContain('regCovar')
  })

  test('one that varies less than regCovar blurs is told as such', () => {
    const narrow = {
      ...frames,
      data: Float64Array.from(frames.data, (value, i) => (i % 2 === 1 ? value * 1e-5 : value)),
    }
    const found = findingOf(narrow, { components: 2 }, 'narrow-columns')
    expect(found.sentence).toMatch(/^Column 2 varies so little \(variance [\d.e-]+\) that regCovar \(0.000001\)/)
    expect(found.remedy).toBe('Lower regCovar, or scale the columns up.')
  })
})

describe('a fit that was cut short', () => {
  const frames = clusteredFrames(500, 3, 6)

  test('says by how much it still changed', () => {
    expect(sentences(frames, { components: 6, maxIterations: 3, tolerance: 0 })).toMatch(
      /stopped after 3 iterations while the lower bound still changed by [\d.e-]+ \(tolerance 0\)/,
    )
  })

  test('says when it was too short to tell', () => {
    const found = findingOf(frames, { components: 6, maxIterations: 1 }, 'not-converged')
    expect(found.sentence).toBe('The fit stopped after 1 iteration, too early to see whether it had come to rest.')
  })

  test('says by the rule that it stopped by', () => {
    const options = { components: 6, maxIterations: 3, tolerance: 1e-9, stop: 'parameters' } as const
    expect(findingOf(frames, options, 'not-converged').sentence).toContain('some parameter still moved by more than')
  })
})

test('frames that are read a part at a time have the same findings as those in memory', () => {
  const frames = concatenateFrames([clusteredFrames(5000, 2, 1), framesOf(Array.from({ length: 60 }, () => [9, 9]))])
  const fit = fitMixture(frames, { components: 6, covarianceType: 'full', maxIterations: 4, fixedWeights: true })
  const longest = { read: 0 }
  const streamed = localPasses({
    count: frames.count,
    dimensions: 2,
    read(from, to) {
      longest.read = Math.max(longest.read, to - from)
      return { data: frames.data.slice(2 * from, 2 * to), count: to - from, dimensions: 2 }
    },
  })
  const found = fitFindings(fit, frames)
  expect(found.length).toBeGreaterThan(1)
  expect(fitFindings(fit, streamed)).toEqual(found)
  expect(longest.read).toBeLessThan(frames.count)
})
