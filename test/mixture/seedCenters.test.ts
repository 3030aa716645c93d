import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Frames } from '../../src/mixture/frames'
import { seededRandom, type Random } from '../../src/mixture/random'
import { seedCenters } from '../../src/mixture/seedCenters'
import { speechFrames } from './golden'

/** Greedy k-means++ as the paper has it: every distance is calculated. */
function plainSeeds({ data, count, dimensions, weights }: Frames, centerCount: number, random: Random): Float64Array {
  const weightOf = (i: number) => weights?.[i] ?? 1
  const frameAt = (i: number) => Float64Array.from(data.subarray(i * dimensions, (i + 1) * dimensions))
  const all = Array.from({ length: count }, (_, i) => i)
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const draw = (shares: readonly number[]) => {
    let left = random.uniform() * sum(shares)
    return all.find((i) => shares[i] !== 0 && (left -= shares[i]) < 0) ?? shares.findLastIndex((share) => share !== 0)
  }
  const distancesFrom = (chosen: number) =>
    all.map((i) => weightOf(i) * frameAt(i).reduce((total, x, j) => total + (x - frameAt(chosen)[j]) ** 2, 0))
  const first = weights ? draw(all.map(weightOf)) : random.index(count)
  const chosen = [first]
  let distances = distancesFrom(first)
  while (chosen.length < centerCount) {
    const former = distances
    const trials = Array.from({ length: 2 + Math.floor(Math.log(centerCount)) }, () => {
      const candidate = sum(former) > 0 ? draw(former) : random.index(count)
      return { candidate, with: distancesFrom(candidate).map((distance, i) => Math.min(distance, former[i])) }
    })
    const best = trials.reduce((a, b) => (sum(b.with) < sum(a.with) ? b : a))
    chosen.push(best.candidate)
    distances = best.with
  }
  return Float64Array.from(chosen.flatMap((i) => [...frameAt(i)]))
}

function seeds(frames: Frames, centerCount: number, seed: number): Float64Array {
  const steps = seedCenters(frames, centerCount, seededRandom(seed))
  let next = steps.next()
  while (!next.done) next = steps.next()
  return next.value
}

test('the distances that are passed over change no seed', () => {
  const speech = speechFrames()
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.integer(), fc.boolean(), fc.boolean(), (k, seed, weighted, far) => {
      const random = seededRandom(seed)
      const count = 60
      const from = random.index(speech.count - count) * speech.dimensions
      const data = Float64Array.from(speech.data.subarray(from, from + count * speech.dimensions), (value) =>
        far ? 1e6 + value : value,
      )
      const weights = Float64Array.from({ length: count }, () => random.index(3) / 2)
      const frames = { data, count, dimensions: speech.dimensions, ...(weighted ? { weights } : {}) }
      expect(seeds(frames, k, seed)).toEqual(plainSeeds(frames, k, seededRandom(seed)))
    }),
    { numRuns: 25 },
  )
})
