import { normalDeviate } from './normalDeviate'
import { percentText } from './rounded'

/** One threshold and the error rates at it; a null threshold accepts nothing. */
export interface OperatingPoint {
  readonly threshold: number | null
  readonly falseAccept: number
  readonly falseReject: number
}

/** Rates further out than this are drawn, and found by the pointer, at this distance: an error of none has no place. */
const furthestDeviate = 4

/** Where a rate stands on an axis of normal deviates. */
export function deviateOf(rate: number): number {
  return Math.min(furthestDeviate, Math.max(-furthestDeviate, normalDeviate(rate)))
}

function leastAt(points: readonly OperatingPoint[], distance: (point: OperatingPoint) => number): number {
  let best = 0
  let least = Infinity
  points.forEach((point, at) => {
    const far = distance(point)
    if (far < least) [best, least] = [at, far]
  })
  return best
}

/** The point whose threshold lies nearest; beyond the highest score nothing is accepted. */
export function pointAtThreshold(points: readonly OperatingPoint[], threshold: number): number {
  const highest = points.reduce((most, point) => Math.max(most, point.threshold ?? -Infinity), -Infinity)
  if (threshold > highest) {
    const none = points.findIndex((point) => point.threshold === null)
    if (none >= 0) return none
  }
  return leastAt(points, (point) => (point.threshold === null ? Infinity : Math.abs(point.threshold - threshold)))
}

/** The point that lies nearest on axes of normal deviates. */
export function pointAtDeviates(points: readonly OperatingPoint[], falseAccept: number, falseReject: number): number {
  return leastAt(points, (point) =>
    Math.hypot(deviateOf(point.falseAccept) - falseAccept, deviateOf(point.falseReject) - falseReject),
  )
}

/** The point at which both errors are as nearly alike as the scores allow. */
export function equalErrorPoint(points: readonly OperatingPoint[]): number {
  return leastAt(points, ({ falseAccept, falseReject }) => Math.abs(falseAccept - falseReject))
}

/** A score or a threshold, to as many digits as two hundred points of a curve tell apart. */
export function thresholdText(threshold: number | null): string {
  return threshold === null ? 'above every score' : threshold.toFixed(3).replace('-', '−')
}

/** "At a threshold of 0.132, 4.2 % of the strangers are accepted and 6.1 % of the targets are refused." */
export function pointSentence(point: OperatingPoint, impostors: string, targets: string): string {
  const at = point.threshold === null ? 'Above every score' : `At a threshold of ${thresholdText(point.threshold)}`
  return `${at}, ${percentText(point.falseAccept, 1)} of the ${impostors} are accepted and ${percentText(point.falseReject, 1)} of the ${targets} are refused.`
}
