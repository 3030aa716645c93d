import { expect, test } from 'vitest'
import { seededRandom } from '../../../src/mixture/random'
import { averageLinkage, distancesOf, meanSilhouette } from '../../../src/recognition/clustering/averageLinkage'

const apart = (a: number, b: number): number => Math.abs(a - b)

/** The same by the definition: the two clusters with the smallest mean distance of all pairs of members are merged. */
function slowLinkage(points: readonly number[], count: number): number[] {
  let clusters = points.map((_, i) => [i])
  while (clusters.length > count) {
    let best = { mean: Infinity, a: 0, b: 0 }
    clusters.forEach((one, a) =>
      clusters.slice(0, a).forEach((other, b) => {
        const sum = one.reduce((all, i) => all + other.reduce((some, j) => some + apart(points[i], points[j]), 0), 0)
        const mean = sum / (one.length * other.length)
        if (mean < best.mean) best = { mean, a, b }
      }),
    )
    const joined = [...clusters[best.a], ...clusters[best.b]]
    clusters = [...clusters.filter((_, c) => c !== best.a && c !== best.b), joined]
  }
  return points.map((_, i) => Math.min(...(clusters.find((members) => members.includes(i)) ?? [])))
}

test('merges what is nearest on average, on every level as the definition has it', () => {
  const random = seededRandom(5)
  for (let round = 0; round < 20; round++) {
    const points = Array.from({ length: 12 }, () => random.uniform())
    const levels = averageLinkage(distancesOf(points, apart), points.length)
    for (const [i, level] of levels.entries()) {
      const first = [...level].map((cluster) => level.indexOf(cluster))
      expect(first).toEqual(slowLinkage(points, i + 1))
    }
  }
})

test('the silhouette is that of a case worked out by hand, and highest for the clusters that there are', () => {
  const points = [0, 1, 10, 11, 30]
  const distances = distancesOf(points, apart)
  // 0: a 1, b 10.5; 1: a 1, b 9.5; 10: a 1, b 9.5; 11: a 1, b 10.5; 30 is alone.
  const wanted = (2 * (1 - 1 / 10.5) + 2 * (1 - 1 / 9.5)) / 5
  expect(meanSilhouette(distances, Int32Array.from([0, 0, 1, 1, 2]))).toBeCloseTo(wanted, 12)
  expect(meanSilhouette(distances, Int32Array.from([0, 0, 0, 0, 1]))).toBeLessThan(wanted)
  // What is of no cluster is left out.
  const without = (2 * (1 - 1 / 10.5) + 2 * (1 - 1 / 9.5)) / 4
  expect(meanSilhouette(distances, Int32Array.from([0, 0, 1, 1, -1]))).toBeCloseTo(without, 12)
  expect(meanSilhouette(distances, Int32Array.from([0, 0, 0, 0, 0]))).toBeNaN()
})
