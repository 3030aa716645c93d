import type { BankDetail, BankSummary, BankTraining } from '../../../src/engine/contract'
import { countText } from '../../charts/rounded'

export type CovarianceType = BankTraining['covarianceType']

/** What the components may look like: a name, and what it means in a sentence. */
export const covarianceWords: Readonly<Record<CovarianceType, { readonly name: string; readonly help: string }>> = {
  diag: { name: 'diagonal', help: 'Every component has a variance for each coefficient. What suits most recipes.' },
  full: {
    name: 'full',
    help: 'Every component also knows how coefficients move together. Wants much more sound: some minutes a label.',
  },
  tied: { name: 'tied', help: 'All components of a label share one full covariance.' },
  spherical: { name: 'spherical', help: 'Every component has one variance for all coefficients: the fewest numbers.' },
}

export const initializationWords: Readonly<Record<BankTraining['initialization'], string>> = {
  kmeans: 'k-means',
  'kmeans++': 'k-means++ alone',
  'random-frames': 'random frames',
  'random-responsibilities': 'random responsibilities',
}

export const criterionWords: Readonly<Record<NonNullable<BankTraining['componentsBy']>, string>> = {
  bic: 'BIC',
  aic: 'AIC',
  'held-out': 'held-out likelihood',
}

export const priorWords: Readonly<Record<NonNullable<BankTraining['bayesian']>, string>> = {
  dirichlet: 'Dirichlet prior',
  'dirichlet-process': 'Dirichlet process prior',
}

/** How many components the mixtures of a bank have: "up to 16 components", "up to 23 components, chosen by BIC". */
export function componentWords({ components, training }: Pick<BankSummary, 'components' | 'training'>): string {
  const most = `up to ${countText(components, 'component')}`
  const by = training?.componentsBy ?? null
  return by === null ? most : `${most}, chosen by ${criterionWords[by]}`
}

/** How the fits of a bank went about it, in a line. */
export function fitWords(training: BankTraining): string {
  const { initialization, starts, stop, tolerance, maxIterations, bayesian, remedies } = training
  const method = bayesian === null ? 'expectation maximization' : `variational, ${priorWords[bayesian]}`
  const from = `from ${initializationWords[initialization]}${starts > 1 ? `, best of ${starts} starts` : ''}`
  const until =
    stop === 'bound'
      ? `until the lower bound changes by less than ${tolerance} nats`
      : `until no parameter moves by more than ${tolerance}`
  const mended = remedies.length > 0 ? '; what ails a fit was mended' : ''
  return `${method} ${from}, ${until} or ${countText(maxIterations, 'iteration')} are done${mended}`
}

/** From what the mixtures of a bank were adapted, in a line. */
export function backgroundWords(background: NonNullable<BankDetail['background']>): string {
  const { components, labels, frameCount, adapted, relevance } = background
  const over = `${countText(labels.length, 'label')} (${countText(frameCount, 'frame')})`
  return `${countText(components, 'component')} over ${over}; ${joined(adapted)} adapted to each label, relevance ${relevance}`
}

function joined(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`
}
