import { expect, test } from 'vitest'
import { framesInMemory } from '../../../src/mixture/frameSource'
import type { GaussianMixture } from '../../../src/mixture/gaussianMixture'
import { sampleMixture } from '../../../src/mixture/sampling'
import { meanScores } from '../../../src/recognition/scoreFrames'
import { frameScorer } from '../../../src/recognition/scoring/frameScorer'
import { isWorthARace, raceLabels } from '../../../src/recognition/scoring/labelRace'
import { firstThree, voices } from './voices'

function race(mixtures: readonly GaussianMixture[], spoken: GaussianMixture, count: number, seed = 0) {
  const { frames } = sampleMixture(spoken, count, seed)
  const source = framesInMemory(frames)
  const ranking = {
    slopes: new Float64Array(mixtures.length).fill(1),
    offsets: new Float64Array(mixtures.length),
  }
  return {
    ...raceLabels(source, ranking, frameScorer(mixtures, null)),
    scores: meanScores({ mixtures: mixtures.map((mixture) => ({ mixture })) }, frames),
  }
}

test('the first three of all frames are never out, however close the labels are', () => {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const mixtures = voices(70, { spread: 0.1, dimensions: 2, componentCount: 1, seed })
    const { contenders, outrun, scores } = race(mixtures, mixtures[0], 33_000, seed)
    expect(contenders).toEqual(expect.arrayContaining(firstThree(scores)))
    expect([...contenders, ...outrun.keys()].sort((a, b) => a - b)).toEqual(mixtures.map((_, l) => l))
  }
})

test('what a label is behind at the least is less than what it is behind on all frames', () => {
  const mixtures = voices(100, { spread: 1 })
  const { outrun, scores } = race(mixtures, mixtures[3], 33_000)
  const third = scores[firstThree(scores)[2]]
  expect(outrun.size).toBeGreaterThan(50)
  for (const [label, { behind, beside, difference }] of outrun) {
    expect(behind).toBeGreaterThan(0)
    expect(behind).toBeLessThanOrEqual(third - scores[label])
    expect(Math.abs(difference - (scores[label] - scores[beside]))).toBeLessThan(0.1 * (1 - difference))
  }
})

test('labels that are alike but for the order of their components stay beside each other', () => {
  const mixtures = voices(100, { componentCount: 2, dimensions: 3, spread: 3 })
  const { weights, means, covariances } = mixtures[8]
  const swap = (numbers: Float64Array) => {
    const half = numbers.length / 2
    return Float64Array.from([...numbers.subarray(half), ...numbers.subarray(0, half)])
  }
  const turned = { ...mixtures[8], weights: swap(weights), means: swap(means), covariances: swap(covariances) }
  for (const twin of [50, 51, 52]) mixtures[twin] = turned
  expect(race(mixtures, mixtures[8], 33_000).contenders).toEqual(expect.arrayContaining([8, 50, 51, 52]))
})

test('the same recording is raced over the same frames', () => {
  const mixtures = voices(100)
  expect(race(mixtures, mixtures[3], 10_000)).toEqual(race(mixtures, mixtures[3], 10_000))
})

test('few labels and short recordings are not raced', () => {
  expect(isWorthARace(64, 1e6)).toBe(false)
  expect(isWorthARace(65, 1e6)).toBe(true)
  expect(isWorthARace(1000, 8191)).toBe(false)
  expect(isWorthARace(1000, 8192)).toBe(true)
})
