import { wilsonInterval } from '../wilsonInterval'
import { nextLabelInterval, type LabelCount } from './betaBinomial'
import type { Decision, Rate } from './decision'
import type { OpenSetTrial, OpenSetTrials } from './openSetTrials'

/** Makes a threshold of scores, each list sorted; null where nothing is to be refused. */
export type ThresholdRule = (known: Float64Array, unknown: Float64Array) => number | null

/**
 * The error rates to expect of a threshold, none of them counted on what chose it: a known recording is judged by the
 * threshold that the other folds choose, a stranger by the one that is chosen without any recording of its label.
 *
 * The interval of false rejects is Wilson's over recordings. Recordings of one stranger are alike, so that of false accepts
 * is by label: it is where the rate of a further label is to be expected (see `nextLabelInterval`). Null where no strangers were heard.
 */
export function expectedRates({ known, unknown }: OpenSetTrials, rule: ThresholdRule): NonNullable<Decision['rates']> {
  const folds = new Set(known.map(({ fold }) => fold))
  const ofFold = new Map<number, number | null>()
  for (const fold of folds) {
    const isOther = (trial: OpenSetTrial): boolean => folds.size < 2 || trial.fold !== fold
    ofFold.set(fold, ruled(known.filter(isOther), unknown.filter(isOther), rule))
  }
  const refused = known.filter(({ fold, score }) => isBelow(score, ofFold.get(fold))).length
  const falseReject = rateOf(refused, known.length, wilsonInterval(refused, known.length))
  if (unknown.length === 0) return { falseReject, falseAccept: null }
  const byLabel = new Map<string, OpenSetTrial[]>()
  for (const trial of unknown) byLabel.set(trial.truth, [...(byLabel.get(trial.truth) ?? []), trial])
  const counts = [...byLabel].map(([label, trials]): LabelCount => {
    const others = byLabel.size < 2 ? unknown : unknown.filter(({ truth }) => truth !== label)
    const threshold = ruled(known, others, rule)
    return { hits: trials.filter(({ score }) => !isBelow(score, threshold)).length, trials: trials.length }
  })
  const accepted = counts.reduce((sum, { hits }) => sum + hits, 0)
  return { falseReject, falseAccept: rateOf(accepted, unknown.length, nextLabelInterval(counts)) }
}

function ruled(known: readonly OpenSetTrial[], unknown: readonly OpenSetTrial[], rule: ThresholdRule): number | null {
  const [targets, impostors] = [known, unknown].map((trials) => Float64Array.from(trials, ({ score }) => score).sort())
  return rule(targets, impostors)
}

function isBelow(score: number, threshold: number | null | undefined): boolean {
  return threshold !== null && threshold !== undefined && score < threshold
}

function rateOf(hits: number, trials: number, interval: [number, number]): Rate {
  const share = hits / trials
  return { share, interval: [Math.min(share, interval[0]), Math.max(share, interval[1])], hits, trials }
}
