import type { VoiceEvidence } from './voiceEvidence'

/** Time over which the labels are compared, about a syllable: single frames are won by any of them. */
const windowSeconds = 0.2
/** Fewer windows in a segment tell nothing of shares. */
const fewestWindows = 5
/**
 * The share of the label's typical evidence that a window needs to be the label's: more than what a stranger reaches.
 */
const clearShare = 0.5
/** The share of a segment's windows that each of two labels needs. */
const leastWindows = 0.15

export interface MixingCount {
  /**
   * Takes one more kept frame of the segment: its log-likelihoods under each label and then `pooled`, from `row` on.
   */
  add(scores: Float32Array, row: number): void
  /**
   * The two labels that the segment is mixed of, or null; what follows is another segment.
   *
   * @param state the segment's label, or a number beyond them where it is unknown
   */
  finish(state: number): readonly [number, number] | null
}

/**
 * Looks for a second voice in a segment: a part of its windows speaks clearly for one label, and another part as
 * clearly for another. In an unknown segment these are any two.
 *
 * Two voices at once are a sound that neither mixture describes, so that this finds only where each of them is heard
 * alone for syllables in between: about a third of the time that two equally loud voices talk at once, and nothing
 * where one drowns the other. What it finds is hardly ever one voice or a stranger's (measured on spoken digits).
 */
export function followMixing({ typical }: VoiceEvidence, hopSeconds: number): MixingCount {
  const labels = typical.length
  const windowFrames = Math.max(1, Math.round(windowSeconds / hopSeconds))
  const ratios = new Float64Array(labels)
  const wins = new Uint32Array(labels)
  let frames = 0
  let windows = 0
  const reset = (): void => {
    ratios.fill(0)
    frames = 0
  }
  return {
    add(scores, row) {
      for (let l = 0; l < labels; l++) ratios[l] += scores[row + l] - scores[row + labels]
      if (++frames < windowFrames) return
      const best = largestOf(ratios)
      if (ratios[best] >= clearShare * typical[best] * frames) wins[best]++
      windows++
      reset()
    },
    finish(state) {
      const own = state < labels ? state : largestOf(wins)
      const ownWins = wins[own]
      wins[own] = 0
      const other = largestOf(wins)
      const least = windows < fewestWindows ? Infinity : leastWindows * windows
      const isMixed = other !== own && ownWins >= least && wins[other] >= least
      wins.fill(0)
      windows = 0
      reset()
      return isMixed ? [own, other] : null
    },
  }
}

function largestOf(values: Float64Array | Uint32Array): number {
  let best = 0
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i
  return best
}
