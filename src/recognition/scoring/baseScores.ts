import { CepstraError } from '../../cepstraError'
import type { FramePasses } from '../../mixture/framePasses'
import type { Frames } from '../../mixture/frames'
import type { FrameSource } from '../../mixture/frameSource'
import type { TopScoring } from '../../mixture/manyScoring'
import type { Bank } from '../bank'
import { meanScores, scoringPasses } from '../scoreFrames'
import { calledBack } from './calledBack'
import { frameScorer } from './frameScorer'
import { isWorthARace, raceLabels, type LabelRace } from './labelRace'
import { pooledOf } from './pooledGaussian'
import { rankingOf, type Ranking } from './ranking'
import { topScoringOf } from './topScoringOf'

/** What one recording gets under the mixtures of a bank, before any scorer has had its say. */
export interface BaseScores {
  /** Mean log-likelihood of a frame under each label, in nats, in the order of the bank's mixtures. */
  readonly likelihoods: readonly number[]
  /** The same under the Gaussian of all mixtures together, see `pooledGaussian`; absent where nobody asked. */
  readonly pooled?: number
  /** The same under the background mixture; null where there is none. */
  readonly background: number | null
  readonly frameCount: number
  /**
   * Which likelihoods, in their order, are estimates from a part of the frames because the label fell far behind: never
   * those of the first three. Absent where all frames were scored under every label.
   */
  readonly estimated?: readonly boolean[]
  /** Under how many components of each frame it was scored instead of all; see `topScoringOf`. Absent where under all. */
  readonly topComponents?: number
}

/** What scoring asks of a bank; without its decision, labels are ranked by their likelihoods. */
type ScoredBank = Pick<Bank, 'mixtures' | 'background'> & Partial<Pick<Bank, 'decision' | 'recipe'>>

/**
 * Scores a recording by the mixtures of a bank and by its background. A source is read a part at a time, so that a long
 * recording takes no more memory than a short one. Under many labels, a long recording's frames are scored in full only
 * for those labels that may be among the first three, to the same bits as if all were; see `raceLabels`.
 *
 * Throws TOO_FEW_FRAMES where there is no frame and MODEL_MISMATCH where the frames do not fit the bank.
 */
export function baseScores(
  bank: ScoredBank,
  frames: Frames | FrameSource | FramePasses,
  top: TopScoring | null = topScoringOf(bank),
): BaseScores {
  const passes = scoringPasses(bank, frames)
  const { count } = passes.source
  if (count === 0) {
    throw new CepstraError(
      'TOO_FEW_FRAMES',
      'No frame of this recording is left to be scored: it is shorter than one frame, or voice activity kept none. ' +
        'Try a longer recording, or a recipe that keeps every frame.',
    )
  }
  const { mixtures } = bank
  const ranking = isWorthARace(mixtures.length, count) ? rankingOf(bank, count) : null
  const declared = top && { topComponents: top.perFrame }
  if (ranking) return { ...racedScores(bank, passes, ranking, top), ...declared }
  const all = mixtures.map((_, l) => l)
  const { likelihoods, ...others } = fullScores(bank, all, passes, top)
  return { likelihoods: all.map((l) => likelihoods.get(l)!), ...others, frameCount: count, ...declared }
}

/** The likelihoods of some labels, by their place in the bank, of all together and of the background, over all frames. */
function fullScores(
  { mixtures, background }: ScoredBank,
  labels: readonly number[],
  passes: FramePasses,
  top: TopScoring | null,
) {
  const asked = [...labels.map((l) => mixtures[l]), ...(background ? [background] : [])]
  const together = mixtures.length > 0 ? [{ mixture: pooledOf(mixtures) }] : []
  // It has no components that correspond to those of a background, so few of them cannot be chosen by that.
  const scores = meanScores({ mixtures: top ? asked : [...asked, ...together] }, passes, top)
  const [pooled] = top ? meanScores({ mixtures: together }, passes) : scores.slice(asked.length)
  return {
    likelihoods: new Map(labels.map((l, i) => [l, scores[i]])),
    background: background ? scores[labels.length] : null,
    ...(together.length > 0 ? { pooled } : {}),
  }
}

function racedScores(bank: ScoredBank, passes: FramePasses, ranking: Ranking, top: TopScoring | null): BaseScores {
  const { source } = passes
  const mixtures = bank.mixtures.map(({ mixture }) => mixture)
  const scorer = frameScorer(mixtures, top)
  const race = raceLabels(source, ranking, scorer)
  const { likelihoods, ...others } = fullScores(bank, race.contenders, passes, top)
  const place = (l: number): number => ranking.slopes[l] * likelihoods.get(l)! + ranking.offsets[l]
  const label = race.contenders.toSorted((a, b) => place(b) - place(a))[2]
  const back = calledBack(race, { label, mixture: mixtures[label] }, source, ranking, scorer)
  if (back.length > 0) {
    const again = fullScores({ ...bank, background: null }, back, passes, top)
    for (const [l, score] of again.likelihoods) likelihoods.set(l, score)
  }
  return {
    likelihoods: mixtures.map((_, l) => likelihoods.get(l) ?? estimate(l, race.outrun, likelihoods)),
    ...others,
    frameCount: source.count,
    estimated: mixtures.map((_, l) => !likelihoods.has(l)),
  }
}

/**
 * The likelihood of a label that is out: that of the label beside it, of all frames where they are known, plus the difference
 * on the frames that both were scored on, which varies much less than either.
 */
function estimate(label: number, outrun: LabelRace['outrun'], known: ReadonlyMap<number, number>): number {
  const { beside, difference } = outrun.get(label)!
  return (known.get(beside) ?? estimate(beside, outrun, known)) + difference
}
