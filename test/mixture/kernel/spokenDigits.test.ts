import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { decodeAudio } from '../../../src/audio/decodeAudio'
import { extractFeatures } from '../../../src/features/extractFeatures'
import { defaultRecipe } from '../../../src/features/recipe'
import { speechFrames } from '../../../src/features/speechFrames'
import { densitiesOf } from '../../../src/mixture/componentDensities'
import { fitMixture, type FitResult } from '../../../src/mixture/expectationMaximization'
import { expectationOf } from '../../../src/mixture/expectationOf'
import { concatenateFrames, type Frames } from '../../../src/mixture/frames'
import { diagonalForm } from '../../../src/mixture/kernel/diagonalForm'
import type { Precision } from '../../../src/mixture/precision'
import { ReferenceExpectation } from '../../../src/mixture/referenceExpectation'
import { scoreSamples } from '../../../src/mixture/score'
import { SufficientStatistics } from '../../../src/mixture/sufficientStatistics'
import { kernelBuilds } from './kernelBuilds'

const data = process.env.CEPSTRA_TEST_DATA ?? resolve(import.meta.dirname, '../../../../shared/data')
const folder = join(data, 'fsdd/recordings')
const absent = !existsSync(folder)
const title = absent ? `spoken digits (skipped: ${folder} is absent; set CEPSTRA_TEST_DATA)` : 'spoken digits'

const speakers = ['george', 'jackson', 'lucas']

async function recordingOf(speaker: string, digit: number, take: number): Promise<Frames> {
  const signal = await decodeAudio(join(folder, `${digit}_${speaker}_${take}.wav`))
  return speechFrames(extractFeatures(signal, defaultRecipe))
}

function largestDifference(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  size: (at: number) => number,
): number {
  let largest = 0
  for (let at = 0; at < expected.length; at++) {
    largest = Math.max(largest, Math.abs(actual[at] - expected[at]) / Math.abs(size(at)))
  }
  return largest
}

describe.skipIf(absent)(title, () => {
  const training: Frames[] = []
  const asked: Frames[] = []
  const fits: Record<Precision, FitResult[]> = { float64: [], float32: [] }

  beforeAll(async () => {
    for (const speaker of speakers) {
      const recordings: Frames[] = []
      for (let digit = 0; digit < 10; digit++) {
        for (const take of [5, 6, 7, 8]) recordings.push(await recordingOf(speaker, digit, take))
        asked.push(await recordingOf(speaker, digit, 0))
      }
      training.push(concatenateFrames(recordings))
    }
    for (const precision of ['float64', 'float32'] as const) {
      fits[precision] = training.map((frames) => fitMixture(frames, { components: 16, precision }))
    }
  })

  test.each(kernelBuilds)('one step in float32 adds up to the reference within 1e-5 (%s)', (_name, kernel) => {
    for (const [i, frames] of training.entries()) {
      const { mixture } = fits.float64[i]
      const { componentCount, dimensions, means } = mixture
      const densities = densitiesOf(mixture)
      expect(diagonalForm(densities, 'float32')).not.toBeNull()
      const [sums, expected] = [expectationOf(densities, 'float32', kernel), new ReferenceExpectation(densities)].map(
        (expectation) => {
          const statistics = new SufficientStatistics('diagonal', componentCount, means)
          expectation.accumulate(frames, 0, frames.count, statistics)
          return statistics
        },
      )
      const { counts, firstMoments, secondMoments } = expected
      expect(largestDifference(sums.counts, counts, (k) => counts[k])).toBeLessThan(1e-5)
      expect(largestDifference(sums.secondMoments, secondMoments, (at) => secondMoments[at])).toBeLessThan(1e-5)
      const spread = (at: number) => Math.sqrt(secondMoments[at] * counts[Math.floor(at / dimensions)])
      expect(largestDifference(sums.firstMoments, firstMoments, spread)).toBeLessThan(1e-5)
      expect(Math.abs(sums.logLikelihood / expected.logLikelihood - 1)).toBeLessThan(1e-6)
      const scores = scoreSamples(mixture, frames)
      const quick = new Float64Array(frames.count)
      expectationOf(densities, 'float32', kernel).logDensities(frames, 0, frames.count, quick)
      expect(largestDifference(quick, scores, (at) => scores[at])).toBeLessThan(1e-5)
    }
  })

  test('a whole fit in float32 ends where one in float64 does, within 1e-4, after as many iterations', () => {
    for (const [i, { mixture, lowerBounds }] of fits.float32.entries()) {
      const expected = fits.float64[i]
      const { weights, means, covariances } = expected.mixture
      expect(lowerBounds).toHaveLength(expected.lowerBounds.length)
      expect(largestDifference(lowerBounds, expected.lowerBounds, (at) => expected.lowerBounds[at])).toBeLessThan(1e-4)
      expect(largestDifference(mixture.weights, weights, (at) => weights[at])).toBeLessThan(1e-4)
      expect(largestDifference(mixture.covariances, covariances, (at) => covariances[at])).toBeLessThan(1e-4)
      expect(largestDifference(mixture.means, means, (at) => Math.sqrt(covariances[at]))).toBeLessThan(1e-4)
    }
  })

  test('recordings get the same label from mixtures of either precision', () => {
    const labelsBy = (precision: Precision): number[] =>
      asked.map((frames) => {
        const totals = fits[precision].map(({ mixture }) => scoreSamples(mixture, frames).reduce((a, b) => a + b, 0))
        return totals.indexOf(Math.max(...totals))
      })
    expect(labelsBy('float32')).toEqual(labelsBy('float64'))
    expect(new Set(labelsBy('float64')).size).toBe(speakers.length)
  })
})
