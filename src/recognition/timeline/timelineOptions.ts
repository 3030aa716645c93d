import type { VoiceEvidence } from './voiceEvidence'

/** How a recording is cut and smoothed. Absent or null: the default, as measured on two voices that take turns. */
export interface TimelineOptions {
  /** What a change of label costs, in nats; see `switchPenaltyOf`. */
  readonly switchPenalty?: number | null
  /** No segment of sound is shorter, unless there is silence on both sides of it. Default 0.5 s. */
  readonly minimumSeconds?: number | null
  /**
   * A pause that is shorter belongs to the segments on its sides, one of a single voice up to twice that. Default 0.5
   * s.
   */
  readonly silenceSeconds?: number | null
  /**
   * A stretch is unknown where its sound speaks less for every label than this share of what the label's own voice
   * does. Default 0.4; -1: nothing is ever unknown.
   */
  readonly unknownShare?: number | null
}

export interface SettledOptions {
  readonly switchPenalty: number
  readonly minimumFrames: number
  readonly silenceFrames: number
  readonly unknownShare: number
}

export const timelineDefaults = { minimumSeconds: 0.5, silenceSeconds: 0.5, unknownShare: 0.4 } as const

/** A change has to be outweighed by what a voice of the bank says for itself in this time. */
const switchSeconds = 0.15

/** The options with their defaults for a bank, times in frames. */
export function settledOptions(options: TimelineOptions, voices: VoiceEvidence, hopSeconds: number): SettledOptions {
  const { switchPenalty, minimumSeconds, silenceSeconds, unknownShare } = options
  const frames = (seconds: number): number => Math.max(1, Math.round(seconds / hopSeconds))
  return {
    switchPenalty: switchPenalty ?? switchPenaltyOf(voices, hopSeconds),
    minimumFrames: frames(minimumSeconds ?? timelineDefaults.minimumSeconds),
    silenceFrames: frames(silenceSeconds ?? timelineDefaults.silenceSeconds),
    unknownShare: unknownShare ?? timelineDefaults.unknownShare,
  }
}

/**
 * The penalty that a bank's own numbers suggest, in nats: frames of more columns, or of labels that are easier to tell
 * apart, say more, and a change has to cost more by as much.
 */
function switchPenaltyOf({ typical }: VoiceEvidence, hopSeconds: number): number {
  const mean = typical.reduce((sum, value) => sum + value, 0) / typical.length
  return (switchSeconds / hopSeconds) * mean
}
