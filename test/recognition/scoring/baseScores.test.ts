import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concatenateFrames, type Frames } from '../../../src/mixture/frames'
import { framesInMemory, type FrameSource } from '../../../src/mixture/frameSource'
import type { GaussianMixture } from '../../../src/mixture/gaussianMixture'
import { seededRandom } from '../../../src/mixture/random'
import { sampleMixture } from '../../../src/mixture/sampling'
import type { Bank } from '../../../src/recognition/bank'
import { openDecision, type Decision } from '../../../src/recognition/decision/decision'
import { labelRecording } from '../../../src/recognition/labelRecording'
import { meanScores } from '../../../src/recognition/scoreFrames'
import { baseScores } from '../../../src/recognition/scoring/baseScores'
import { pooledGaussian } from '../../../src/recognition/scoring/pooledGaussian'
import { labelScores } from '../../../src/recognition/scoring/labelScores'
import { trainedBank } from '../trainedBank'
import { firstThree, voices } from './voices'

const template = trainedBank()

function bankOf(mixtures: readonly GaussianMixture[], decision: Partial<Decision> = {}): Bank {
  const [{ label: _, ...fitted }] = template.mixtures
  return {
    ...template,
    decision: { ...openDecision('Cannot tell.'), ...decision },
    mixtures: mixtures.map((mixture, l) => ({ ...fitted, mixture, label: `voice ${l}` })),
  }
}

/** Counts how many frames are read from a source. */
function counting(frames: Frames): FrameSource & { frames: number } {
  const source = framesInMemory(frames)
  return {
    ...source,
    frames: 0,
    read(from, to) {
      this.frames += to - from
      return source.read(from, to)
    },
  }
}

const long = 16_384

describe('a long recording under many labels', () => {
  test('gets the first three and their scores as if all frames were scored under all labels, to the last bit', () => {
    const cases = fc.record({
      labels: fc.integer({ min: 65, max: 110 }),
      dimensions: fc.integer({ min: 1, max: 5 }),
      componentCount: fc.integer({ min: 1, max: 3 }),
      spread: fc.constantFrom(0, 0.03, 0.3, 3),
      seed: fc.nat(1e6),
      count: fc.integer({ min: 8192, max: 20_000 }),
    })
    fc.assert(
      fc.property(cases, ({ labels, count, seed, ...shape }) => {
        const mixtures = voices(labels, { ...shape, seed })
        const bank = bankOf(mixtures)
        // Of two labels in turns, so that none of them fits all of it.
        const spoken = [mixtures[seed % labels], mixtures[(seed >> 3) % labels]]
        const frames = concatenateFrames(
          spoken.map((mixture, i) => sampleMixture(mixture, i === 0 ? count >> 1 : count - (count >> 1), seed).frames),
        )
        const scores = meanScores(bank, frames)
        const { likelihoods, estimated } = baseScores(bank, frames)
        const best = firstThree(scores)
        expect(firstThree(likelihoods)).toEqual(best)
        for (const l of best) expect(estimated?.[l]).toBe(false)
        likelihoods.forEach((score, l) => {
          if (!estimated?.[l]) expect(score).toBe(scores[l])
          else expect(Math.abs(score - scores[l])).toBeLessThan(0.1 + 0.2 * (scores[best[0]] - scores[l]))
        })
      }),
      { numRuns: 25 },
    )
  })

  test('is scored in full under few of them, and says which', () => {
    const mixtures = voices(200, { spread: 3 })
    const { estimated } = baseScores(bankOf(mixtures), sampleMixture(mixtures[7], long).frames)
    expect(estimated!.filter((is) => !is).length).toBeLessThan(20)
    const { ranked } = labelRecording(bankOf(mixtures), sampleMixture(mixtures[7], long).frames)
    expect(ranked[0].label).toBe('voice 7')
    expect(ranked.slice(0, 3).some(({ estimated }) => estimated)).toBe(false)
    expect(ranked.at(-1)!.estimated).toBe(true)
  })

  test('keeps all of equal labels, in the order of the bank', () => {
    const mixtures = voices(100, { spread: 3 })
    for (const twin of [20, 40, 60, 80, 90]) mixtures[twin] = { ...mixtures[3] }
    const { likelihoods, estimated } = baseScores(bankOf(mixtures), sampleMixture(mixtures[3], long).frames)
    expect(firstThree(likelihoods)).toEqual([3, 20, 40])
    for (const twin of [20, 40, 60, 80, 90]) {
      expect(estimated![twin]).toBe(false)
      expect(likelihoods[twin]).toBe(likelihoods[3])
    }
  })

  test('is not taken in by a sound that comes again and again in step with what is looked at', () => {
    const mixtures = voices(100, { spread: 3 })
    // One frame in sixteen is of another label: frames at even distances would be all of it, or none.
    const [often, seldom] = [5, 6].map((l) => sampleMixture(mixtures[l], long).frames)
    for (let i = 0; i < long; i += 16) often.data.set(seldom.data.subarray(3 * i, 3 * i + 3), 3 * i)
    const bank = bankOf(mixtures)
    const { likelihoods } = baseScores(bank, often)
    const scores = meanScores(bank, often)
    expect(firstThree(likelihoods)).toEqual(firstThree(scores))
    for (const l of firstThree(scores)) expect(likelihoods[l]).toBe(scores[l])
  })

  test('is given to a label that a single frame in a thousand decides for', () => {
    const mixtures = voices(100, { spread: 3 })
    // All but one label find these clicks so unlikely that they outweigh everything else.
    const wide = mixtures[50].covariances.slice()
    wide.fill(1e6, 3)
    mixtures[50] = { ...mixtures[50], covariances: wide, weights: Float64Array.of(0.5, 0.5) }
    const { frames } = sampleMixture(mixtures[5], long)
    for (let i = 500; i < long; i += 2000) frames.data.fill(3000, 3 * i, 3 * i + 3)
    const bank = bankOf(mixtures)
    const scores = meanScores(bank, frames)
    expect(firstThree(scores)[0]).toBe(50)
    const { likelihoods, estimated } = baseScores(bank, frames)
    expect(likelihoods[50]).toBe(scores[50])
    expect(estimated![50]).toBe(false)
  })

  test('is ranked as the bank’s scorer and its priors rank it', () => {
    const mixtures = voices(90, { spread: 1 })
    const random = seededRandom(4)
    const impostors = {
      means: mixtures.map(() => -12 + random.normal()),
      deviations: mixtures.map(() => 0.5 + random.uniform()),
    }
    const priors = mixtures.map((_, l) => (l < 45 ? 1e-6 : (1 - 45e-6) / 45))
    const { frames } = sampleMixture(mixtures[9], long)
    for (const scorer of ['likelihood', 'pooled', 'lead', 'background', 'cohort', 'zNorm', 'tNorm', 'sNorm'] as const) {
      for (const given of [null, priors]) {
        const fitted = { scorer, impostors }
        const bank = bankOf(mixtures, { scorer: fitted, priors: given })
        const [pooled] = meanScores({ mixtures: [{ mixture: pooledGaussian(mixtures) }] }, frames)
        const all = { likelihoods: [...meanScores(bank, frames)], pooled, background: null }
        const expected = labelScores(fitted, all)
        const { ranked } = labelRecording(bank, frames)
        const observations = (long * bank.recipe.hopSeconds) / 0.1
        const first = firstThree(expected.map((score, l) => score + (given ? Math.log(given[l]) / observations : 0)))
        expect(ranked.slice(0, 3).map(({ label }) => label)).toEqual(first.map((l) => `voice ${l}`))
        expect(ranked.slice(0, 3).map(({ score }) => score)).toEqual(first.map((l) => all.likelihoods[l]))
        ranked.slice(0, 3).forEach(({ evidence }, i) => {
          expect(evidence).toBeCloseTo(expected[first[i]], 1)
        })
      }
    }
  })
})

describe('all frames are scored under all labels', () => {
  test.each([1, 2, 3, 64])('of a bank of %i', (labels) => {
    const mixtures = voices(labels)
    const { frames } = sampleMixture(mixtures[0], long)
    const { likelihoods, estimated, frameCount } = baseScores(bankOf(mixtures), frames)
    expect(estimated).toBeUndefined()
    expect(likelihoods).toEqual([...meanScores(bankOf(mixtures), frames)])
    expect(frameCount).toBe(long)
  })

  test('of a short recording, of one frame as of thousands', () => {
    const bank = bankOf(voices(80))
    for (const count of [1, 100, 8191]) {
      const { frames } = sampleMixture(bank.mixtures[0].mixture, count)
      expect(baseScores(bank, frames).estimated).toBeUndefined()
    }
  })
})

test('frames are read once for all labels', () => {
  const mixtures = voices(50)
  const source = counting(sampleMixture(mixtures[0], long).frames)
  baseScores(bankOf(mixtures), source)
  expect(source.frames).toBe(long)
})

test('the background is scored beside the labels, over all frames', () => {
  const mixtures = voices(90, { spread: 3 })
  const background = { ...template.mixtures[0], mixture: mixtures[1], labels: [], adapted: [], relevance: 16 } as const
  const { frames } = sampleMixture(mixtures[1], long)
  const { background: score, likelihoods } = baseScores({ ...bankOf(mixtures), background }, frames)
  expect(score).toBe(likelihoods[1])
})

test('a long recording of other dimensions is refused before anything is scored', () => {
  const { frames } = sampleMixture(voices(1, { dimensions: 2 })[0], long)
  expect(() => baseScores(bankOf(voices(90)), frames)).toThrow(expect.objectContaining({ code: 'MODEL_MISMATCH' }))
})
