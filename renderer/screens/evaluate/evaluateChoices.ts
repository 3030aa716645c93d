import type { JobRequest } from '../../../src/engine/contract'

/** What the form of an evaluation offers; numbers are as typed, so that a field may stand empty. */
export interface EvaluateChoices {
  readonly split: 'folds' | 'leaveOneGroupOut' | 'given'
  readonly folds: number | string
  readonly group: 'recording' | 'session' | 'label'
  readonly components: number | string
}

export const defaultChoices: EvaluateChoices = { split: 'folds', folds: 5, group: 'recording', components: 16 }

export const splitWords = {
  folds: 'Folds',
  leaveOneGroupOut: 'Leave one out',
  given: 'As the labels say',
} as const

export const groupWords = { recording: 'Recordings', session: 'Sessions', label: 'Labels (open set)' } as const

const groupSentences = {
  recording: 'no recording is on both sides',
  session: 'no session is on both sides, so that a voice is not known by its room or day',
  label: 'each label is also asked about as a stranger, by a bank that never heard it',
} as const

/** What will be done, in a sentence. */
export function choicesSentence({ split, folds, group }: EvaluateChoices): string {
  if (split === 'given') return 'Learned from and asked about as the split column of the labels says.'
  const rounds =
    split === 'folds'
      ? `${typeof folds === 'number' ? `${folds} rounds` : 'Rounds'}, each asking about another part`
      : `Every ${group} is asked about in turn by what the others taught`
  return `${rounds}; ${groupSentences[group]}.`
}

/** The request of the choices, or null where a number is missing. */
export function evaluateRequest({ split, folds, group, components }: EvaluateChoices): JobRequest | null {
  if (typeof components !== 'number' || (split === 'folds' && typeof folds !== 'number')) return null
  return {
    kind: 'evaluate',
    split: { kind: split },
    ...(typeof folds === 'number' ? { folds } : {}),
    group,
    components,
  }
}
