import { CepstraError } from '../../cepstraError'

/** What two systems did with the same trials, where exactly one of them was right. */
export interface Disagreements {
  readonly onlyFirstRight: number
  readonly onlySecondRight: number
}

/**
 * The exact two-sided McNemar test: how likely two equally good systems disagree at least so unevenly (McNemar 1947; the
 * binomial form without approximation, at any count). 1 where they never disagree.
 *
 * @throws CepstraError OPTIONS_INVALID for counts that are not whole and not negative.
 */
export function mcNemar({ onlyFirstRight, onlySecondRight }: Disagreements): number {
  for (const value of [onlyFirstRight, onlySecondRight]) {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new CepstraError('OPTIONS_INVALID', `Disagreements are counted in whole numbers from 0 up, not ${value}.`)
    }
  }
  const trials = onlyFirstRight + onlySecondRight
  const fewer = Math.min(onlyFirstRight, onlySecondRight)
  let logTerm = -trials * Math.LN2
  let tail = 0
  for (let k = 0; k <= fewer; k++) {
    tail += Math.exp(logTerm)
    logTerm += Math.log((trials - k) / (k + 1))
  }
  return Math.min(1, 2 * tail)
}
