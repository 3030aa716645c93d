import { equalErrorRate } from '../../src/recognition/figures/equalErrorRate'
import { labelScores } from '../../src/recognition/scoring/labelScores'
import type { FittedScorer } from '../../src/recognition/scoring/scorer'
import type { Rotation } from './rotations'
import { trialOf, type VoiceScores } from './voiceBank'

/** The scores of the best label: of recordings of enrolled speakers, and of the one who really is unknown. */
export interface RealScores {
  readonly known: readonly number[]
  readonly unknown: readonly number[]
}

export function realScores(
  fitted: FittedScorer,
  scores: readonly VoiceScores[],
  rotation: Rotation,
  adapted = false,
): RealScores {
  const best = (one: VoiceScores): number =>
    labelScores(fitted, trialOf(one, rotation, adapted).base).reduce((a, b) => Math.max(a, b))
  return {
    known: scores.filter(({ speaker }) => rotation.enrolled.includes(speaker)).map(best),
    unknown: scores.filter(({ speaker }) => speaker === rotation.unknown).map(best),
  }
}

export function rateOf({ known, unknown }: RealScores): number {
  return equalErrorRate({ targets: known, impostors: unknown })
}

/** Over all rotations: one threshold for all of them, and the mean of what each reaches with one of its own. */
export function ratesOver(all: readonly RealScores[]): { pooled: number; mean: number } {
  const pooled = { known: all.flatMap(({ known }) => known), unknown: all.flatMap(({ unknown }) => unknown) }
  return { pooled: rateOf(pooled), mean: all.reduce((sum, each) => sum + rateOf(each), 0) / all.length }
}
