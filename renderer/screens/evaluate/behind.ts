import type { Inputs } from '../../../src/engine/contract'

/** Which recordings stand behind a figure, and what they are called above their list. */
export type Behind =
  | { readonly kind: 'cell'; readonly truth: string; readonly answer: string }
  | { readonly kind: 'scores'; readonly words: string; readonly request: ScoreRequest }

type ScoreRequest = Omit<Inputs['evaluations']['recordings'], 'id'>

/** What is asked of the engine for them. */
export function requestOf(behind: Behind): ScoreRequest {
  return behind.kind === 'cell' ? { truth: behind.truth, answer: behind.answer, known: true } : behind.request
}

/** The kinds of trials whose scores are shown: own label against others, or known recordings against strangers. */
export type TrialKind = 'openSet' | 'verification'

/** What targets and impostors are called, and by which score of an evaluated recording each is found again. */
export const trialWords = {
  openSet: {
    name: 'Known or unknown',
    targets: 'known voices',
    impostors: 'strangers',
    ofTargets: 'best',
    ofImpostors: 'asUnknown',
  },
  verification: {
    name: 'Own label or another',
    targets: 'own labels',
    impostors: 'other labels',
    ofTargets: 'truth',
    ofImpostors: null,
  },
} as const

interface Side {
  readonly words: string
  readonly behind: Behind
}

/** What a threshold does wrong: the targets below it and, where they can be listed, the impostors from it on. */
export function errorsAt(kind: TrialKind, threshold: number | null): readonly Side[] {
  const { targets, impostors, ofTargets, ofImpostors } = trialWords[kind]
  const refused: Side = {
    words: `${targets} refused`,
    behind: {
      kind: 'scores',
      words: `${targets} refused here`,
      request: { score: { of: ofTargets, ...(threshold === null ? {} : { to: threshold }) }, known: true },
    },
  }
  if (ofImpostors === null || threshold === null) return [refused]
  return [
    {
      words: `${impostors} accepted`,
      behind: {
        kind: 'scores',
        words: `${impostors} accepted here`,
        request: { score: { of: ofImpostors, from: threshold } },
      },
    },
    refused,
  ]
}

/** The same words as they begin a line. */
export function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}
