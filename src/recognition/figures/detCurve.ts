import { checkDetectionScores, type DetectionScores } from './detectionScores'

/** Error rates at one threshold: targets below it are rejected, impostors at or above it accepted. */
export interface OperatingPoint {
  readonly threshold: number
  readonly falseAccept: number
  readonly falseReject: number
}

/**
 * Every operating point that the scores allow, by rising threshold: one at each distinct score, and one at the end that
 * rejects all (threshold Infinity). False accepts fall and false rejects rise along it. These are the steps of a DET curve
 * (Martin et al. 1997, "The DET curve in assessment of detection task performance").
 *
 * A score of Infinity itself can be accepted by no finite threshold; the end then rejects it too, as a threshold beyond
 * every score.
 *
 * @throws CepstraError OPTIONS_INVALID as `checkDetectionScores` does.
 */
export function detCurve(scores: DetectionScores): OperatingPoint[] {
  checkDetectionScores(scores)
  const targets = Float64Array.from(scores.targets).sort()
  const impostors = Float64Array.from(scores.impostors).sort()
  const points: OperatingPoint[] = []
  let rejected = 0
  let refused = 0
  while (rejected < targets.length || refused < impostors.length) {
    const threshold = Math.min(targets[rejected] ?? Infinity, impostors[refused] ?? Infinity)
    points.push({
      threshold,
      falseAccept: 1 - refused / impostors.length,
      falseReject: rejected / targets.length,
    })
    while (rejected < targets.length && targets[rejected] === threshold) rejected++
    while (refused < impostors.length && impostors[refused] === threshold) refused++
  }
  points.push({ threshold: Infinity, falseAccept: 0, falseReject: 1 })
  return points
}
