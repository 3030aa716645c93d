import { decide, type DecisionFacts, type DecisionWishes } from '../../recognition/decision/decide'
import type { Decision } from '../../recognition/decision/decision'
import type { HeldOutFold } from '../../recognition/heldOut'

export interface DecideInput {
  readonly folds: readonly HeldOutFold[]
  readonly facts: DecisionFacts
  readonly wishes: DecisionWishes
}

/** The decision of a bank from what held-out recordings scored. */
export function decideOf({ folds, facts, wishes }: DecideInput): Decision {
  return decide(folds, facts, wishes)
}
