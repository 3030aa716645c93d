import type { TopScoring } from '../../mixture/manyScoring'
import type { Bank } from '../bank'

/**
 * Components of the background that each frame is scored under. On spoken digits, against 60 adapted labels of 128 or 256
 * components, the first three are those of all components from some 10 on, and scores then differ by about 0.001.
 */
const perFrame = 16

/** With fewer, all components of a label take no longer than finding and scoring a few. */
const fewestComponents = 128

/** Finding them takes as long as scoring several labels. */
const fewestLabels = 12

/**
 * How a bank is scored under a few components a frame instead of all: null where that would spare nothing, or where the
 * components of its labels are not those of a background with diagonal covariances, moved.
 */
export function topScoringOf({ mixtures, background }: Pick<Bank, 'mixtures' | 'background'>): TopScoring | null {
  if (!background || mixtures.length < fewestLabels) return null
  const { covarianceType, componentCount } = background.mixture
  if (covarianceType !== 'diag' || componentCount < fewestComponents) return null
  const corresponds = mixtures.every(
    ({ mixture }) => mixture.covarianceType === covarianceType && mixture.componentCount === componentCount,
  )
  return corresponds ? { background: background.mixture, perFrame } : null
}
