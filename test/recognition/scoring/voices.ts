import type { GaussianMixture } from '../../../src/mixture/gaussianMixture'
import { seededRandom } from '../../../src/mixture/random'
import { randomMixture } from '../../mixture/anyMixture'

/** Labels about as far from each other as `spread` says, from 0, which makes them all the same. */
export function voices(
  count: number,
  { dimensions = 3, componentCount = 2, spread = 1, seed = 1 } = {},
): GaussianMixture[] {
  const random = seededRandom(seed)
  const base = randomMixture({ covarianceType: 'diag', componentCount, dimensions }, seed)
  return Array.from({ length: count }, () => {
    const distance = spread * random.uniform()
    return { ...base, means: base.means.map((mean) => mean + distance * random.normal()) }
  })
}

/** The places of the first three, the first of equals before the others. */
export function firstThree(scores: ArrayLike<number>): number[] {
  return Array.from(scores, (score, l) => ({ score, l }))
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
    .map(({ l }) => l)
}
