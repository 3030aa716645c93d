import { expect, test } from 'vitest'
import { seededRandom } from '../../../src/mixture/random'
import { clusterAgreement } from '../../../src/recognition/figures/clusterAgreement'

test('the same partition under other names agrees wholly', () => {
  expect(clusterAgreement(['a', 'a', 'b', 'c'], [7, 7, 1, 2])).toEqual({ purity: 1, adjustedRandIndex: 1 })
})

test('a partition worked out by hand', () => {
  // The example of scikit-learn's adjusted_rand_score: 0.5714...
  const { purity, adjustedRandIndex } = clusterAgreement([0, 0, 1, 2], [0, 0, 1, 1])
  expect(adjustedRandIndex).toBeCloseTo(4 / 7, 12)
  expect(purity).toBe(0.75)
})

test('all in one cluster, or each alone, is worth nothing', () => {
  expect(clusterAgreement([0, 0, 1, 1], [0, 0, 0, 0])).toEqual({ purity: 0.5, adjustedRandIndex: 0 })
  expect(clusterAgreement([0, 0, 1, 1], [0, 1, 2, 3])).toEqual({ purity: 1, adjustedRandIndex: 0 })
})

test('chance gives 0 on average', () => {
  const random = seededRandom(3)
  let sum = 0
  for (let round = 0; round < 200; round++) {
    const classes = Array.from({ length: 60 }, () => random.index(4))
    const clusters = Array.from({ length: 60 }, () => random.index(5))
    sum += clusterAgreement(classes, clusters).adjustedRandIndex
  }
  expect(Math.abs(sum / 200)).toBeLessThan(0.01)
})
