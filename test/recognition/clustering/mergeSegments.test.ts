import { expect, test } from 'vitest'
import { seededRandom } from '../../../src/mixture/random'
import { momentsOf, sumOfMoments, variancesOf } from '../../../src/recognition/clustering/gaussianMoments'
import { gaussianJudge } from '../../../src/recognition/clustering/mergeGain'
import { mergeSegments } from '../../../src/recognition/clustering/mergeSegments'
import { voiceChanges } from '../../../src/recognition/clustering/voiceChanges'

const center = new Float64Array(2)

/** Moments of frames around one of some places, so many a segment. */
function segmentsAt(places: readonly number[], frames: number, seed: number) {
  const random = seededRandom(seed)
  return places.map((place) => {
    const data = Float64Array.from({ length: frames * 2 }, (_, at) => (at % 2 === 0 ? 4 * place : 0) + random.normal())
    return momentsOf({ data, count: frames, dimensions: 2 }, 0, frames, center)
  })
}

test('the ratio of two segments is what the likelihoods of their Gaussians say', () => {
  const [a, b] = segmentsAt([0, 1], 5000, 1)
  const judge = gaussianJudge(Float64Array.of(1, 1))
  // Two unit Gaussians 4 apart are together one with a variance of 1 + 2^2 along that axis.
  expect(judge.ratio(a, b) / (5000 * Math.log(5))).toBeCloseTo(1, 1)
  expect(judge.gain(a, b)).toBeCloseTo(0.5 * 5 * Math.log(10_000) - judge.ratio(a, b), 9)
  expect(judge.gain(a, b)).toBeLessThan(0)
  const [c, d] = segmentsAt([0, 0], 5000, 2)
  expect(judge.gain(c, d)).toBeGreaterThan(0)
})

test('segments of three sources come together by the criterion alone, or to as many as are wanted', () => {
  const places = Array.from({ length: 60 }, (_, i) => (i * 7) % 3)
  const segments = segmentsAt(places, 100, 3)
  const judge = gaussianJudge(variancesOf(sumOfMoments(segments)))
  const free = mergeSegments(segments, judge, { least: 1, most: 60 })
  expect(free).toHaveLength(3)
  for (const { members } of free) expect(new Set(members.map((member) => places[member])).size).toBe(1)
  expect(mergeSegments(segments, judge, { least: 5, most: 60 })).toHaveLength(5)
  expect(mergeSegments(segments, judge, { least: 1, most: 2 })).toHaveLength(2)
})

test('more than a thousand segments are merged in portions, and come together all the same', () => {
  const places = Array.from({ length: 1700 }, (_, i) => (i * 7) % 4)
  const segments = segmentsAt(places, 60, 4)
  const judge = gaussianJudge(variancesOf(sumOfMoments(segments)))
  const clusters = mergeSegments(segments, judge, { least: 1, most: 40 })
  expect(clusters).toHaveLength(4)
  expect(clusters.flatMap(({ members }) => members).sort((a, b) => a - b)).toEqual(places.map((_, i) => i))
  for (const { members } of clusters) expect(new Set(members.map((member) => places[member])).size).toBe(1)
})

test('a change is found where the source changes', () => {
  const blocks = segmentsAt([...new Array<number>(40).fill(0), ...new Array<number>(40).fill(1)], 10, 5)
  const judge = gaussianJudge(variancesOf(sumOfMoments(blocks)))
  const cuts = voiceChanges(blocks, judge)
  expect(cuts[0]).toBe(0)
  expect(cuts.at(-1)).toBe(80)
  expect(cuts).toContain(40)
  expect(cuts).toEqual([...cuts].sort((a, b) => a - b))
  // Too short to be cut.
  expect(voiceChanges(blocks.slice(0, 5), judge)).toEqual([0, 5])
})
