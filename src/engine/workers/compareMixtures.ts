import type { Bank } from '../../recognition/bank'
import { compareLabels, type ComparedLabel } from '../../recognition/compareBanks'

export interface CompareMixturesInput {
  readonly first: Pick<Bank, 'mixtures'>
  readonly second: Pick<Bank, 'mixtures'>
}

/** What became of each label from one bank to another. */
export function compareMixtures({ first, second }: CompareMixturesInput): ComparedLabel[] {
  return compareLabels(first, second)
}
