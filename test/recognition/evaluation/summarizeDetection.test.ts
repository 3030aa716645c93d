import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calibratedScores } from '../../../src/recognition/evaluation/calibratedScores'
import { compareAnswers } from '../../../src/recognition/evaluation/compareAnswers'
import { summarizeDetection } from '../../../src/recognition/evaluation/summarizeDetection'
import { detConvexHull } from '../../../src/recognition/figures/detConvexHull'
import { detCurve } from '../../../src/recognition/figures/detCurve'
import { equalErrorRate } from '../../../src/recognition/figures/equalErrorRate'
import { seededRandom } from '../../../src/mixture/random'
import { anyScores } from '../figures/anyScores'

const parted = (list: readonly number[], parts = 3) => list.map((score, i) => ({ score, part: i % parts }))

function normalScores(count: number, seed = 1) {
  const random = seededRandom(seed)
  const list = (mean: number): number[] => Array.from({ length: count }, () => mean + random.normal())
  return { targets: list(1.5), impostors: list(-1) }
}

describe('the figures of a detector', () => {
  test('are told for any scores, in finite numbers', () => {
    fc.assert(
      fc.property(anyScores(true), fc.constantFrom(1, 2, 3), ({ targets, impostors }, parts) => {
        const summary = summarizeDetection({ targets: parted(targets, parts), impostors: parted(impostors, parts) })
        expect(summary?.equalErrorRate).toBe(equalErrorRate({ targets, impostors }))
        const odd = (_: string, value: unknown) =>
          typeof value === 'number' && !Number.isFinite(value) ? 'odd' : value
        expect(JSON.stringify(summary, odd)).not.toContain('odd')
        expect(summary?.histogram.targets.reduce((a, b) => a + b)).toBe(targets.length)
        expect(summary?.histogram.impostors.reduce((a, b) => a + b)).toBe(impostors.length)
      }),
    )
  })

  test('thin a long curve without touching the hull that the equal error rate is read from', () => {
    const { targets, impostors } = normalScores(3000)
    const summary = summarizeDetection({ targets: parted(targets), impostors: parted(impostors) })!
    expect(summary.det.length).toBeLessThanOrEqual(100)
    const points = summary.det.map((point) => ({ ...point, threshold: point.threshold ?? Infinity }))
    for (const point of points) expect(point.falseAccept + point.falseReject).toBeLessThanOrEqual(1 + 1e-9)
    const hull = detConvexHull(detCurve({ targets, impostors }))
    for (const corner of hull) {
      const nearest = points.map(({ falseAccept, falseReject }) =>
        Math.hypot(falseAccept - corner.falseAccept, falseReject - corner.falseReject),
      )
      expect(Math.min(...nearest)).toBeLessThan(0.03)
    }
  })

  test('are none where one kind of trial is missing, and leave out what is no number', () => {
    expect(summarizeDetection({ targets: parted([1]), impostors: [] })).toBeNull()
    expect(summarizeDetection({ targets: parted([NaN]), impostors: parted([0]) })).toBeNull()
    expect(summarizeDetection({ targets: parted([1, NaN]), impostors: parted([0]) })).toMatchObject({
      targets: 1,
      cllr: null,
    })
  })
})

describe('calibration by the other parts', () => {
  test('costs little more than the best there is, whatever the scale of the scores', () => {
    const { targets, impostors } = normalScores(2000)
    for (const scale of [0.01, 1, 30]) {
      const scaled = (list: readonly number[]) => parted(list.map((score) => scale * score + 5))
      const { cllr, minimumCllr } = summarizeDetection({ targets: scaled(targets), impostors: scaled(impostors) })!
      expect(cllr! - minimumCllr!).toBeGreaterThanOrEqual(0)
      expect(cllr! - minimumCllr!).toBeLessThan(0.02)
    }
  })

  test('gives no part a say in its own', () => {
    const { targets, impostors } = normalScores(200)
    const plain = calibratedScores({ targets: parted(targets), impostors: parted(impostors) })!
    // What part 0 scored is turned around: the other parts are calibrated by it, part 0 itself is not.
    const turned = parted(targets).map(({ score, part }) => ({ score: part === 0 ? -score : score, part }))
    const changed = calibratedScores({ targets: turned, impostors: parted(impostors) })!
    const line = (ratios: NonNullable<typeof plain>): number => ratios.impostors[0] - ratios.impostors[1]
    expect(line(changed)).toBe(line(plain))
  })
})

describe('the comparison of two evaluations', () => {
  const answers = (bests: string) =>
    [...bests].map((best, i) => ({ recordingId: i + 1, name: `${i}`, truth: 'a', best }))

  test('counts over the recordings that both answered with the same truth', () => {
    const first = [...answers('aaaaaab'), { recordingId: 50, name: 'x', truth: 'b', best: 'b' }]
    const second = [...answers('bbbbbba'), { recordingId: 50, name: 'x', truth: 'c', best: 'c' }]
    const { shared, onlyFirstRight, onlySecondRight, pValue, outcome, disagreements } = compareAnswers(first, second)
    expect({ shared, onlyFirstRight, onlySecondRight }).toEqual({ shared: 7, onlyFirstRight: 6, onlySecondRight: 1 })
    expect(pValue).toBeCloseTo((2 * (1 + 7)) / 128, 12)
    expect(outcome).toBe(
      "The first is better than the second: 6 against 1 of 7 recordings right, which chance alone may do (McNemar's test, p = 0.125).",
    )
    expect(disagreements).toHaveLength(7)
  })

  test('says when chance would hardly do as much, and when there is nothing to compare', () => {
    expect(compareAnswers(answers('b'.repeat(12)), answers('a'.repeat(12))).outcome).toMatch(
      /^The second is better than the first: .* more than chance would do .*p < 0.001/,
    )
    expect(compareAnswers(answers('aa'), answers('aa')).outcome).toContain('Neither is better')
    expect(compareAnswers(answers('a'), []).outcome).toContain('cannot be compared')
  })
})
