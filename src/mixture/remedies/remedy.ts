import type { FitFinding, FindingKind } from '../findings/fitFinding'
import type { SettledFitOptions } from '../fitOptions'
import type { GaussianMixture } from '../gaussianMixture'
import type { Moments } from '../overallMoments'

/**
 * What can be done about what ails a fit, each in the order in which it is tried.
 *
 * - `raise-reg-covar`: add more to every variance, until no matrix is close to singular and no component lives on next to
 *   nothing
 * - `simplify-covariance`: go over from full or tied covariances to diagonal ones, and from variances of 0 to spherical
 *   ones, where the frames cannot carry more
 * - `merge`: make one component, of the same mean and covariance, of two that do one work
 * - `reseed`: give a starved component half of the heaviest one
 * - `prune`: drop components that are starved
 */
export const remedies = ['raise-reg-covar', 'simplify-covariance', 'merge', 'reseed', 'prune'] as const
export type Remedy = (typeof remedies)[number]

/** Something that was done, or tried, about a finding. */
export interface Mending {
  readonly remedy: Remedy
  /** The components concerned, counted from 0 in the mixture before; none where it is about all of them. */
  readonly components: readonly number[]
  /** What was done and why, with its numbers; components are counted from 1. */
  readonly sentence: string
}

/** A fit that may need mending. */
export interface Patient {
  readonly mixture: GaussianMixture
  readonly options: SettledFitOptions
  readonly findings: readonly FitFinding[]
  readonly moments: Moments
}

/** What a fit goes on from once it has been mended. */
export interface Mended {
  readonly mixture: GaussianMixture
  readonly options: SettledFitOptions
  readonly mending: Mending
}

/** The finding of one kind, if there is one. */
export function findingOf({ findings }: Pick<Patient, 'findings'>, kind: FindingKind): FitFinding | undefined {
  return findings.find((finding) => finding.kind === kind)
}
