import { describe, expect, test } from 'vitest'
import { calibrationText, costsSentence, rateText, typedCosts } from '../../renderer/screens/models/decisionWords'

describe('a decision in words', () => {
  test('tells a rate with its interval and how often it was counted', () => {
    expect(rateText({ share: 50 / 1040, interval: [0.021, 0.108], hits: 50, trials: 1040 })).toBe(
      '4.8 % (2.1 % to 10.8 %), 50 of 1,040',
    )
  })

  test('tells what likelihood ratios cost before and after they were calibrated', () => {
    expect(calibrationText({ cllrBefore: 0.62, cllrAfter: 0.3125, minimumCllr: 0.25 })).toBe(
      '0.620 bits before, 0.313 after; 0.250 at the least',
    )
    expect(calibrationText({ cllrBefore: null, cllrAfter: 0.3, minimumCllr: null })).toBe(
      'unbounded bits before, 0.300 after',
    )
  })

  test('tells which error is weighed more', () => {
    expect(costsSentence(null)).toBe('Set where both errors are equally frequent.')
    expect(costsSentence({ falseAccept: 20, falseReject: 2, unknownShare: 0.3 })).toBe(
      'A stranger who gets a label costs 10 times as much as a label refused, and 30 % of what comes is unknown.',
    )
    expect(costsSentence({ falseAccept: 1, falseReject: 4, unknownShare: 0.5 })).toMatch(
      /^A label refused costs 4 times/,
    )
    expect(costsSentence({ falseAccept: 3, falseReject: 3, unknownShare: 0.5 })).toMatch(/^Both errors cost alike/)
  })

  test('takes no costs that are missing or out of range', () => {
    expect(typedCosts(2, 1, 30)).toEqual({ falseAccept: 2, falseReject: 1, unknownShare: 0.3 })
    for (const [accept, reject, percent] of [
      ['', 1, 30],
      [1, 0, 30],
      [1, 1, 0],
      [1, 1, 100],
    ] as const)
      expect(typedCosts(accept, reject, percent)).toBeNull()
  })
})
