import { checkDetectionScores, type DetectionScores } from './detectionScores'
import { optimalLikelihoodRatios } from './optimalLikelihoodRatios'
import { softplus } from './softplus'

/**
 * The cost of log likelihood ratios in bits (Cllr; Brümmer and du Preez 2006, eq. 23): half the mean of
 * log2(1 + 1/LR) over targets plus half that of log2(1 + LR) over impostors. Scores are natural logarithms of ratios.
 * 0 is perfect, 1 what answering "no idea" (ratio 1) always costs, and there is no bound above: one trial that is
 * certain of the wrong thing costs infinitely much.
 *
 * @throws CepstraError OPTIONS_INVALID as `checkDetectionScores` does.
 */
export function likelihoodRatioCost(scores: DetectionScores): number {
  checkDetectionScores(scores)
  return (meanBits(scores.targets, -1) + meanBits(scores.impostors, 1)) / 2
}

/** The same after the best calibration that keeps the order of the scores: what the scores could cost (min Cllr). */
export function minimumLikelihoodRatioCost(scores: DetectionScores): number {
  return likelihoodRatioCost(optimalLikelihoodRatios(scores))
}

function meanBits(scores: ArrayLike<number>, sign: 1 | -1): number {
  let sum = 0
  for (let i = 0; i < scores.length; i++) sum += softplus(sign * scores[i])
  return sum / scores.length / Math.LN2
}
