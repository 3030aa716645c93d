import { likelihoodRatioCost, minimumLikelihoodRatioCost } from '../figures/likelihoodRatioCost'
import { logisticCalibration } from '../figures/logisticCalibration'
import type { Decision } from './decision'
import type { OpenSetTrial, OpenSetTrials } from './openSetTrials'

/**
 * The cost (Cllr, bits) of calibrated log likelihood ratios of "one of the known labels" against "none of them", each trial
 * calibrated by the trials of the other folds; null where a fold leaves one of the two kinds empty, or the cost is infinite.
 */
export function calibratedCost({ known, unknown }: OpenSetTrials): number | null {
  const ratios = { targets: [] as number[], impostors: [] as number[] }
  for (const fold of new Set([...known, ...unknown].map((trial) => trial.fold))) {
    const [targets, impostors] = [known, unknown].map((trials) => scoresOf(trials, (trial) => trial.fold !== fold))
    if (targets.length === 0 || impostors.length === 0) return null
    const { scale, offset } = logisticCalibration({ targets, impostors })
    const calibrated = (trials: readonly OpenSetTrial[]): number[] =>
      scoresOf(trials, (trial) => trial.fold === fold).map((score) => scale * score + offset)
    ratios.targets.push(...calibrated(known))
    ratios.impostors.push(...calibrated(unknown))
  }
  return finiteOrNull(likelihoodRatioCost(ratios))
}

/**
 * How scores become natural logarithms of likelihood ratios, and what that is worth: the cost of the scores taken for
 * ratios as they are, that of calibrated ones (see `calibratedCost`), and the least that their order allows. Null where
 * there are no trials of one kind, or where higher scores do not speak for the known.
 */
export function calibrationOf(trials: OpenSetTrials): Decision['calibration'] {
  const scores = { targets: scoresOf(trials.known), impostors: scoresOf(trials.unknown) }
  if (scores.targets.length === 0 || scores.impostors.length === 0) return null
  const { scale, offset } = logisticCalibration(scores)
  if (!(scale > 0)) return null
  return {
    scale,
    offset,
    cllrBefore: finiteOrNull(likelihoodRatioCost(scores)),
    cllrAfter: calibratedCost(trials),
    minimumCllr: finiteOrNull(minimumLikelihoodRatioCost(scores)),
  }
}

function scoresOf(trials: readonly OpenSetTrial[], belongs: (trial: OpenSetTrial) => boolean = () => true): number[] {
  return trials.filter(belongs).map(({ score }) => score)
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
