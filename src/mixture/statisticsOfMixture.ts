import { covarianceMatrix, varianceOf, type GaussianMixture } from './gaussianMixture'
import { momentFormOf, SufficientStatistics } from './sufficientStatistics'

/**
 * The statistics that frames of a total weight would have if they had been fitted by exactly this mixture: the M-step,
 * with the same `regCovar`, makes the mixture from them again. About the mixture's means.
 */
export function statisticsOfMixture(mixture: GaussianMixture, frameWeight: number, regCovar = 0): SufficientStatistics {
  const { covarianceType, componentCount, dimensions, weights, means } = mixture
  const statistics = new SufficientStatistics(momentFormOf(covarianceType), componentCount, means)
  statistics.frameWeight = frameWeight
  let at = 0
  for (let k = 0; k < componentCount; k++) {
    const count = weights[k] * frameWeight
    const variance = (j: number): number => count * Math.max(varianceOf(mixture, k, j) - regCovar, 0)
    statistics.counts[k] = count
    if (statistics.form === 'diagonal') {
      for (let j = 0; j < dimensions; j++) statistics.secondMoments[at++] = variance(j)
      continue
    }
    const matrix = covarianceMatrix(mixture, k)
    for (let i = 0; i < dimensions; i++) {
      for (let j = 0; j < i; j++) statistics.secondMoments[at++] = count * matrix[i * dimensions + j]
      statistics.secondMoments[at++] = variance(i)
    }
  }
  return statistics
}
