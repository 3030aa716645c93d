import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detCurve } from '../../../src/recognition/figures/detCurve'
import { minimumDetectionCost } from '../../../src/recognition/figures/detectionCost'
import { equalErrorRate } from '../../../src/recognition/figures/equalErrorRate'
import { likelihoodRatioCost, minimumLikelihoodRatioCost } from '../../../src/recognition/figures/likelihoodRatioCost'
import { optimalLikelihoodRatios } from '../../../src/recognition/figures/optimalLikelihoodRatios'
import { anyScores } from './anyScores'

// Slow and plain, as a textbook writes them down, against what is used; on ties, infinities and single scores alike.

const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length

/** log2(1 + e^x), by its two limits where the power is too large or nothing. */
const bits = (x: number): number => (x > 700 ? x / Math.LN2 : Math.log(1 + Math.exp(x)) / Math.LN2)

interface Scores {
  readonly targets: readonly number[]
  readonly impostors: readonly number[]
}

const slowCost = ({ targets, impostors }: Scores): number =>
  (mean(targets.map((score) => bits(-score))) + mean(impostors.map((score) => bits(score)))) / 2

/**
 * The log likelihood ratios of isotonic regression by its min-max formula: the fitted share at a score is the largest, over
 * all scores from which on, of the smallest, over all scores up to which, share of targets between (Barlow et al. 1972).
 */
function slowRatios({ targets, impostors }: Scores): (score: number) => number {
  const distinct = [...new Set([...targets, ...impostors])].sort((a, b) => (a < b ? -1 : 1))
  const share = (from: number, to: number): number => {
    const among = (list: readonly number[]): number => list.filter((score) => score >= from && score <= to).length
    return among(targets) / (among(targets) + among(impostors))
  }
  return (score) => {
    const up = distinct.filter((value) => value >= score)
    const shares = distinct
      .filter((value) => value <= score)
      .map((from) => Math.min(...up.map((to) => share(from, to))))
    const best = Math.max(...shares)
    return Math.log(best / (1 - best)) - Math.log(targets.length / impostors.length)
  }
}

/** Every pair of rates that accepting from some score up has, and that of accepting none. */
function slowPoints({ targets, impostors }: Scores): { falseAccept: number; falseReject: number }[] {
  const at = (threshold: number) => ({
    falseAccept: mean(impostors.map((score) => (score >= threshold ? 1 : 0))),
    falseReject: mean(targets.map((score) => (score < threshold ? 1 : 0))),
  })
  return [...[...targets, ...impostors].map(at), { falseAccept: 0, falseReject: 1 }]
}

const scores = fc.oneof(
  anyScores(true),
  fc.record({ targets: fc.constant([1]), impostors: fc.constantFrom([1], [0], [2]) }),
)

describe('as a textbook has it', () => {
  test('the cost of likelihood ratios', () => {
    fc.assert(
      fc.property(scores, (given) => {
        const [slow, fast] = [slowCost(given), likelihoodRatioCost(given)]
        if (Number.isFinite(slow)) expect(fast).toBeCloseTo(slow, 9)
        else expect(fast).toBe(slow)
      }),
    )
  })

  test('the least cost that the order of the scores allows', () => {
    fc.assert(
      fc.property(scores, (given) => {
        const ratioOf = slowRatios(given)
        const slow = { targets: given.targets.map(ratioOf), impostors: given.impostors.map(ratioOf) }
        const fast = optimalLikelihoodRatios(given)
        for (const kind of ['targets', 'impostors'] as const) {
          slow[kind].forEach((ratio, i) => {
            if (Number.isFinite(ratio)) expect(fast[kind][i]).toBeCloseTo(ratio, 9)
            else expect(fast[kind][i]).toBe(ratio)
          })
        }
        expect(minimumLikelihoodRatioCost(given)).toBeCloseTo(slowCost(slow), 9)
      }),
    )
  })

  test('the least detection cost, and every point of the DET curve', () => {
    fc.assert(
      fc.property(scores, fc.constantFrom(0.01, 0.05, 0.5, 0.9), (given, targetPrior) => {
        const points = slowPoints(given)
        const cost = ({ falseAccept, falseReject }: (typeof points)[number]): number =>
          (targetPrior * falseReject + (1 - targetPrior) * falseAccept) / Math.min(targetPrior, 1 - targetPrior)
        expect(minimumDetectionCost(given, { targetPrior }).cost).toBeCloseTo(Math.min(...points.map(cost)), 9)
        for (const { falseAccept, falseReject } of detCurve(given)) {
          const nearest = points.map(
            (p) => Math.abs(p.falseAccept - falseAccept) + Math.abs(p.falseReject - falseReject),
          )
          expect(Math.min(...nearest)).toBeLessThan(1e-12)
        }
      }),
    )
  })
})

describe('worked by hand', () => {
  const given = { targets: [2, 3, 5, 8], impostors: [0, 1, 3, 4] }

  test('at priors of .01 and .05 only a threshold that accepts no impostor is worth it', () => {
    // Above 4 no impostor is accepted and 2 and 3 are rejected: half of the targets.
    for (const targetPrior of [0.01, 0.05]) {
      const { cost, point } = minimumDetectionCost(given, { targetPrior })
      expect(cost).toBeCloseTo(0.5, 12)
      expect(point).toEqual({ threshold: 5, falseAccept: 0, falseReject: 0.5 })
    }
    // Evenly weighed, accepting from 2 up errs on half of the impostors alone: cost 0.5 as well, and nothing is cheaper.
    expect(minimumDetectionCost(given, { targetPrior: 0.5 }).cost).toBeCloseTo(0.5, 12)
  })

  test('the equal error rate lies on the line from the one corner to the other', () => {
    // From (1/2 accepted, none rejected) to (none accepted, 1/2 rejected): they meet at a quarter.
    expect(equalErrorRate(given)).toBeCloseTo(0.25, 12)
  })

  test('the least Cllr pools what is out of order', () => {
    // 0 and 1 are pure impostors, 5 and 8 pure targets; 2, 3, 3, 4 pool to an even share: four of eight trials cost one bit.
    expect(minimumLikelihoodRatioCost(given)).toBeCloseTo(0.5, 12)
  })

  test('scores that are all alike are worth no more than none', () => {
    const alike = { targets: [7, 7, 7], impostors: [7, 7] }
    expect(equalErrorRate(alike)).toBe(0.5)
    expect(minimumLikelihoodRatioCost(alike)).toBeCloseTo(1, 12)
    expect(minimumDetectionCost(alike, { targetPrior: 0.01 }).cost).toBeCloseTo(1, 12)
    expect(detCurve(alike)).toHaveLength(2)
  })
})
