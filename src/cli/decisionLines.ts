import type { BankDetail } from '../engine/contract'
import { table } from './output'

/** What a bank decides by, as lines for a person: what was measured, what is unknown, and what the data cannot support. */
export function decisionLines({ measured, description, calibration, warnings }: BankDetail['decision']): string[] {
  const percent = (share: number | null): string => (share === null ? '–' : `${(100 * share).toFixed(1)} %`)
  return [
    ...table(
      ['scorer', 'equal error', 'accuracy', 'Cllr (bits)'],
      measured.map(({ scorer, adapted, equalErrorRate, accuracy, cllr }) => [
        adapted ? `${scorer}, adapted` : scorer,
        percent(equalErrorRate),
        percent(accuracy),
        cllr === null ? '–' : cllr.toFixed(3),
      ]),
    ),
    `Unknown: ${description}`,
    ...(calibration
      ? [
          `Calibrated: the natural log of the likelihood ratio is ${calibration.scale.toPrecision(4)} x score ` +
            `${calibration.offset < 0 ? '-' : '+'} ${Math.abs(calibration.offset).toPrecision(4)}; ` +
            `Cllr ${bits(calibration.cllrBefore)} before, ${bits(calibration.cllrAfter)} after, ` +
            `${bits(calibration.minimumCllr)} at the least.`,
        ]
      : []),
    ...warnings.map((warning) => `Mind: ${warning}`),
  ]
}

function bits(cost: number | null): string {
  return cost === null ? 'infinite' : cost.toFixed(3)
}
