import { CepstraError } from '../../cepstraError'
import { detCurve, type OperatingPoint } from './detCurve'
import type { DetectionScores } from './detectionScores'

/** How likely targets are taken to be, and what the two errors cost. */
export interface CostModel {
  /** Within (0, 1). */
  readonly targetPrior: number
  readonly falseRejectCost?: number
  readonly falseAcceptCost?: number
}

export interface MinimumCost {
  /** Cost over that of the better of accepting all and rejecting all: 0 is perfect, 1 is no use. */
  readonly cost: number
  /** Where it is reached; the lowest such threshold. */
  readonly point: OperatingPoint
}

/**
 * The normalized detection cost at one operating point: (C_fr P FR + C_fa (1 - P) FA) / min(C_fr P, C_fa (1 - P)), as
 * NIST's speaker recognition evaluations have it (evaluation plan 2016, eqs. 2 to 4).
 *
 * @throws CepstraError OPTIONS_INVALID where the prior or a cost is out of range.
 */
export function detectionCost(point: Pick<OperatingPoint, 'falseAccept' | 'falseReject'>, model: CostModel): number {
  const { targetPrior, falseRejectCost = 1, falseAcceptCost = 1 } = model
  if (!(targetPrior > 0 && targetPrior < 1 && falseRejectCost > 0 && falseAcceptCost > 0)) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      `A detection cost needs a prior between 0 and 1 and costs above 0, not ${targetPrior}, ${falseRejectCost} and ` +
        `${falseAcceptCost}.`,
    )
  }
  const reject = falseRejectCost * targetPrior
  const accept = falseAcceptCost * (1 - targetPrior)
  return (reject * point.falseReject + accept * point.falseAccept) / Math.min(reject, accept)
}

/** The least cost over all thresholds (minDCF). Throws as `detCurve` and `detectionCost` do. */
export function minimumDetectionCost(scores: DetectionScores, model: CostModel): MinimumCost {
  return detCurve(scores)
    .map((point) => ({ cost: detectionCost(point, model), point }))
    .reduce((best, candidate) => (candidate.cost < best.cost ? candidate : best))
}
