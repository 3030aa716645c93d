import type { BankMaterial } from '../../project/bankStore'
import type { Bank } from '../../recognition/bank'
import type { DecisionWishes } from '../../recognition/decision/decide'
import type { Decision } from '../../recognition/decision/decision'
import { priorsOf, type PriorsAsked } from '../../recognition/decision/priors'
import type { HeldOutFold } from '../../recognition/heldOut'
import type { WorkerPool } from '../pool'

/** What is asked of a decision, as the contract has it. */
export interface DecisionAsked extends Omit<DecisionWishes, 'priors'> {
  readonly priors: PriorsAsked
}

/** How many recordings of each label a bank was trained on. */
export type RecordingCounts = (label: string) => number

export function countsOf(material: Pick<BankMaterial, 'labels'> | null): RecordingCounts {
  const counts = new Map(material?.labels.map(({ label, recordings }) => [label, recordings]))
  return (label) => counts.get(label) ?? 1
}

/** Decides for a bank by what held-out recordings scored, in a worker thread, for it takes a while with many labels. */
export function decideBank(
  { mixtures, background, recipe, seed }: Pick<Bank, 'mixtures' | 'background' | 'recipe' | 'seed'>,
  folds: readonly HeldOutFold[],
  asked: DecisionAsked,
  counts: RecordingCounts,
  pool: Pick<WorkerPool, 'run'>,
  signal?: AbortSignal,
): Promise<Decision> {
  const labels = mixtures.map(({ label }) => label)
  const { scorer, costs, threshold } = asked
  const facts = {
    labels,
    seconds: mixtures.map(({ frameCount }) => frameCount * recipe.hopSeconds),
    backgroundLabels: background && [...background.labels],
    hopSeconds: recipe.hopSeconds,
    adapted: background !== null && background.adapted.length > 0,
    seed,
  }
  const wishes = { scorer, costs, threshold, priors: priorsOf(asked.priors, labels, counts) }
  return pool.run('decide', { folds, facts, wishes }, signal ? { signal } : {})
}
