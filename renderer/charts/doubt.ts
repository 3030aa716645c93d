import { natsText, percentText } from './rounded'

/** How sure an answer is, as a word; the numbers that made it stand beside it. */
export type Sureness = 'certain' | 'sure' | 'leaning' | 'doubtful' | 'unknown'

/** What the word is made from: see RecognitionResult of the engine's contract. */
export interface Verdict {
  readonly unknown: boolean
  readonly posterior: number
  /** Score of the best less the second best, nats per frame; null where there is no second label. */
  readonly margin: number | null
}

/**
 * The posterior decides, because it takes the length of the recording into account; a margin under 0.05 nats per frame
 * is never more than a leaning, because so little is within what noise moves.
 */
export function sureness({ unknown, posterior, margin }: Verdict): Sureness {
  if (unknown) return 'unknown'
  if (posterior < 0.6) return 'doubtful'
  if (posterior < 0.9 || (margin !== null && margin < 0.05)) return 'leaning'
  return posterior < 0.999 ? 'sure' : 'certain'
}

/** A posterior as a percentage; it is never quite 100 %, though it may be as near as numbers of 64 bits can tell. */
export function posteriorText(posterior: number): string {
  return percentText(Math.min(posterior, 1 - Number.EPSILON), 1)
}

/** "sure: posterior 99.1 %, margin 0.41 nats per frame". */
export function surenessSentence(verdict: Verdict): string {
  const margin = verdict.margin === null ? 'no second label' : `margin ${natsText(verdict.margin)} nats per frame`
  return `${sureness(verdict)}: posterior ${posteriorText(verdict.posterior)}, ${margin}`
}
