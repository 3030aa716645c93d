import type { BankDetail } from '../../../src/engine/contract'
import { percentText } from '../../charts/rounded'

export type Decision = BankDetail['decision']
type Rate = NonNullable<Decision['rates']>['falseReject']
export type Costs = NonNullable<Decision['costs']>

/** "4.8 % (2.1 % to 10.3 %), 5 of 104". */
export function rateText({ share, interval, hits, trials }: Rate): string {
  return `${percentText(share, 1)} (${percentText(interval[0], 1)} to ${percentText(interval[1], 1)}), ${hits.toLocaleString('en-US')} of ${trials.toLocaleString('en-US')}`
}

/** "0.62 bits before, 0.31 after; 0.25 at the least": what the likelihood ratios cost. */
export function calibrationText({
  cllrBefore,
  cllrAfter,
  minimumCllr,
}: Pick<NonNullable<Decision['calibration']>, 'cllrBefore' | 'cllrAfter' | 'minimumCllr'>): string {
  const bits = (value: number | null): string => (value === null ? 'unbounded' : value.toFixed(3))
  const least = minimumCllr === null ? '' : `; ${bits(minimumCllr)} at the least`
  return `${bits(cllrBefore)} bits before, ${bits(cllrAfter)} after${least}`
}

/** What a threshold is weighed by where a person has not said: both errors cost alike, half of what comes is unknown. */
export const evenCosts: Costs = { falseAccept: 1, falseReject: 1, unknownShare: 0.5 }

/** "A wrong name costs 10 times as much as a missed one, and 30 % of what comes is of nobody known." */
export function costsSentence(costs: Costs | null): string {
  if (costs === null) return 'Set where both errors are equally frequent.'
  const { falseAccept, falseReject, unknownShare } = costs
  const times = (ratio: number): string => String(Number(ratio.toPrecision(3)))
  const weighed =
    falseAccept === falseReject
      ? 'Both errors cost alike'
      : falseAccept > falseReject
        ? `A stranger who gets a label costs ${times(falseAccept / falseReject)} times as much as a label refused`
        : `A label refused costs ${times(falseReject / falseAccept)} times as much as a stranger who gets one`
  return `${weighed}, and ${percentText(unknownShare)} of what comes is unknown.`
}

/** Costs as they were typed, or null where a number is missing or out of its range. */
export function typedCosts(
  falseAccept: number | string,
  falseReject: number | string,
  unknownPercent: number | string,
): Costs | null {
  if (typeof falseAccept !== 'number' || typeof falseReject !== 'number' || typeof unknownPercent !== 'number') {
    return null
  }
  const unknownShare = unknownPercent / 100
  if (!(falseAccept > 0) || !(falseReject > 0) || !(unknownShare > 0) || !(unknownShare < 1)) return null
  return { falseAccept, falseReject, unknownShare }
}
