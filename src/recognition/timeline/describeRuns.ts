import type { Bank } from '../bank'
import { posterior } from '../posterior'
import type { BaseScores } from '../scoring/baseScores'
import { labelScores } from '../scoring/labelScores'
import type { Run } from './bestRuns'
import { followMixing } from './followMixing'
import type { ScoredFrames } from './scoredFrames'
import type { VoiceEvidence } from './voiceEvidence'

/** What is told of a segment beside its place. */
export interface SegmentFacts {
  /** Of an unknown segment the nearest label; null for silence. */
  readonly label: string | null
  /** Mean log-likelihood of the segment's kept frames under the label, nats a frame. */
  readonly score: number | null
  /** What the bank's scorer makes of it. */
  readonly evidence: number | null
  /** See `posterior`: among the labels of the bank. */
  readonly posterior: number | null
  /** The best of the other labels; null in a bank of one label. */
  readonly secondBest: string | null
  /** A second label that is clearly heard in the segment, as where two voices talk at once; see `followMixing`. */
  readonly mixedWith: string | null
}

type Judge = Pick<Bank, 'mixtures' | 'background' | 'decision' | 'recipe'>

/**
 * Scores each run by its own kept frames alone.
 *
 * @param runs in order, in frames of the recording, together over all kept frames; a state beyond the labels is unknown
 * @param scored under each label, then their common Gaussian, then the background where there is one
 */
export function describeRuns(
  bank: Judge,
  runs: readonly Run[],
  scored: ScoredFrames,
  speech: Uint8Array,
  voices: VoiceEvidence,
): SegmentFacts[] {
  const { width } = scored
  const facts: SegmentFacts[] = []
  const sums = new Float64Array(width)
  const mixing = followMixing(voices, bank.recipe.hopSeconds)
  let run = -1
  let left = 0
  let count = 0
  const finish = (): void => {
    facts.push(factsOf(bank, runs[run].state, sums, count, mixing.finish(runs[run].state)))
  }
  const begin = (): void => {
    run++
    const { first, after } = runs[run]
    left = 0
    for (let frame = first; frame < after; frame++) left += speech[frame]
    count = left
    sums.fill(0)
  }
  for (const block of scored.blocks()) {
    for (let row = 0; row < block.length; row += width) {
      if (left === 0) begin()
      for (let j = 0; j < width; j++) sums[j] += block[row + j]
      mixing.add(block, row)
      if (--left === 0) finish()
    }
  }
  return facts
}

function factsOf(
  bank: Judge,
  state: number,
  sums: Float64Array,
  count: number,
  mixed: readonly number[] | null,
): SegmentFacts {
  const { mixtures, background, decision, recipe } = bank
  const means = Array.from(sums, (sum) => sum / count)
  const likelihoods = means.slice(0, mixtures.length)
  const base: BaseScores = {
    likelihoods,
    background: background ? means[mixtures.length + 1] : null,
    frameCount: count,
  }
  const evidence = labelScores(decision.scorer, base)
  const order = mixtures.map((_, l) => l).sort((a, b) => evidence[b] - evidence[a])
  const label = state < mixtures.length ? state : order[0]
  const second = order.find((l) => l !== label)
  const other = mixed?.find((l) => l !== label)
  const posteriors = posterior(likelihoods, count, recipe.hopSeconds, decision.priors)
  return {
    label: mixtures[label].label,
    score: finite(likelihoods[label]),
    evidence: finite(evidence[label]),
    posterior: finite(posteriors[label]),
    secondBest: second === undefined ? null : mixtures[second].label,
    mixedWith: other === undefined ? null : mixtures[other].label,
  }
}

/** What lies beyond all numbers cannot be told as one. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
