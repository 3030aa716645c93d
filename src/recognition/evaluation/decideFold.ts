import { decide } from '../decision/decide'
import { impostorsOf, impostorSums } from '../scoring/impostorStatistics'
import type { DecidedFold, EvaluatedFold } from './evaluatedFold'

/** What the training of a fold comes to by itself, as a bank of the same training would decide. */
export function decideFold(
  fold: EvaluatedFold,
  options: { readonly hopSeconds: number; readonly seed: number },
): DecidedFold {
  const { heldOut, labels, seconds } = fold
  const facts = { ...options, labels, seconds, backgroundLabels: null, adapted: false }
  return { ...fold, decision: decide(heldOut, facts), impostors: impostorsOf(impostorSums(heldOut), labels) }
}
