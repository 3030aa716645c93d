import { openDecision, type Decision } from '../decision/decision'
import { measureScorers } from '../decision/measureScorer'
import { recommendScorer } from '../decision/recommendScorer'
import { equalErrorThreshold } from '../decision/thresholds'
import type { HeldOutFold } from '../heldOut'
import { impostorsOf, impostorSums } from '../scoring/impostorStatistics'
import type { FittedScorer } from '../scoring/scorer'

/** Fewer trials of a kind than this tell nothing about shares of a few percent. */
const fewestTrials = 10

/**
 * What the training of a fold comes to by itself: the scorer that does best on what it holds out, its threshold where both
 * errors are equally frequent, and the impostor statistics of its labels.
 */
export function decisionOfFold(
  heldOut: readonly HeldOutFold[],
  labels: readonly string[],
  options: { readonly hopSeconds: number; readonly seed: number },
): { decision: Decision; impostors: FittedScorer['impostors'] } {
  const impostors = impostorsOf(impostorSums(heldOut), labels)
  const open = openDecision('Too few recordings could be held out of the training to call anything unknown.')
  const measured = measureScorers(heldOut, false, { priors: null, hopSeconds: options.hopSeconds })
  if (measured.length === 0) return { decision: open, impostors }
  const { scorer } = recommendScorer(measured, options.seed)
  const trials = measured.find((each) => each.scorer === scorer)?.trials
  const decided = { ...open, scorer: { scorer, impostors } }
  if (!trials || trials.known.length < fewestTrials || trials.unknown.length < fewestTrials) {
    return { decision: decided, impostors }
  }
  const [known, unknown] = [trials.known, trials.unknown].map((list) =>
    Float64Array.from(list, ({ score }) => score).sort(),
  )
  const description =
    'Where as many known recordings are refused as strangers accepted, of those held out of the training.'
  return { decision: { ...decided, threshold: equalErrorThreshold(known, unknown), description }, impostors }
}
