import { detConvexHull } from './detConvexHull'
import { detCurve } from './detCurve'
import type { DetectionScores } from './detectionScores'

/**
 * The equal error rate: where the convex hull of the DET curve meets the line of equal rates (ROCCH-EER, Brümmer and de
 * Villiers 2013, "The BOSARIS toolkit", sect. 3.4). Within [0, 0.5], 0.5 where the scores tell nothing or the wrong thing.
 *
 * @throws CepstraError OPTIONS_INVALID as `detCurve` does.
 */
export function equalErrorRate(scores: DetectionScores): number {
  const hull = detConvexHull(detCurve(scores))
  for (let i = 1; i < hull.length; i++) {
    const [before, after] = [hull[i - 1], hull[i]]
    const excessAfter = after.falseReject - after.falseAccept
    if (excessAfter < 0) continue
    const excessBefore = before.falseReject - before.falseAccept
    const share = excessBefore / (excessBefore - excessAfter)
    return before.falseReject + share * (after.falseReject - before.falseReject)
  }
  return 0.5
}
