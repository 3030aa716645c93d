import type { FrameSource } from '../../mixture/frameSource'
import { seededRandom } from '../../mixture/random'
import type { FrameScorer } from './frameScorer'
import type { Ranking } from './ranking'
import { strewnFrames } from './strewnFrames'

/** A label that fell behind. */
export interface Outrun {
  /** The label that was best at the time, and the mean log-likelihood less that label's, in nats, on the same frames. */
  readonly beside: number
  readonly difference: number
  /** What at least it is behind each of three others, in what labels are ranked by. */
  readonly behind: number
}

/** What a race over a part of the frames came to: every label is in one of the two. */
export interface LabelRace {
  /** Those that may be among the first three, ascending. */
  readonly contenders: readonly number[]
  readonly outrun: ReadonlyMap<number, Outrun>
}

/** Labels are out that are worse than each of three others by so many standard errors of the paired difference. */
const standardErrors = 6

/** And by this part of a score besides: float32, in which the race is run, is off by less. */
const rounding = 1e-5

/** Frames by which the first labels to be compared with are found. */
const firstLook = 128

/** Frames of the first round, and how many times as many each further one has. */
const firstRound = 1024
const growth = 4

/** A round on more than this part of the frames would cost more than it spares. */
const largestPart = 1 / 8

/** With no more labels than this left, all frames are scored. */
const fewEnough = 6

const places = 3

/** Fewer frames or labels than this are scored all; a race would spare little. */
export function isWorthARace(labels: number, frames: number): boolean {
  return labels > 64 && frames * largestPart >= firstRound
}

/**
 * Finds the labels of a long recording that may be among its first three without scoring all frames under all of them, as
 * in the races of Maron and Moore (1994): each round scores those that are left on frames drawn anew, and those are out that
 * lie far behind three others. One frame is drawn at random from each of as many equal stretches of the recording as a round
 * has frames: so the mean over a round is right on average whatever the recording repeats and however alike neighbors are,
 * and the deviation of the differences overstates its error, if anything (Cochran 1977, ch. 5).
 */
export function raceLabels(source: FrameSource, ranking: Ranking, scorer: FrameScorer): LabelRace {
  const random = seededRandom(0)
  const outrun = new Map<number, Outrun>()
  let contenders = Array.from(ranking.slopes, (_, label) => label)
  const firstScores = scorer(strewnFrames(source, firstLook, random))
  const means = Float64Array.from(contenders, (label) => mean(firstScores(label)))
  for (let length = firstRound; length <= source.count * largestPart; length *= growth) {
    if (contenders.length <= fewEnough) break
    const scoresOf = scorer(strewnFrames(source, length, random))
    const ahead = firstLabels(contenders, means, ranking).map((label) => ({ label, scores: scoresOf(label) }))
    const beside = ahead[0].label
    const besideMean = mean(ahead[0].scores)
    for (const label of contenders) {
      const scores = scoresOf(label)
      means[label] = mean(scores)
      const behind = Math.min(...ahead.map((other) => certainLead(other, { label, scores }, ranking)))
      if (behind > 0) outrun.set(label, { beside, difference: means[label] - besideMean, behind })
    }
    contenders = contenders.filter((label) => !outrun.has(label))
  }
  return { contenders, outrun }
}

/** The first three by what they are ranked by. */
function firstLabels(labels: readonly number[], means: Float64Array, { slopes, offsets }: Ranking): number[] {
  const place = (l: number): number => slopes[l] * means[l] + offsets[l]
  return [...labels].sort((a, b) => place(b) - place(a)).slice(0, places)
}

interface ScoredLabel {
  readonly label: number
  readonly scores: Float64Array
}

/** By how much at least a label is better than another on all frames of the recording; not above 0 where it may not be. */
function certainLead(a: ScoredLabel, b: ScoredLabel, { slopes, offsets }: Ranking): number {
  const count = a.scores.length
  const [slopeA, slopeB] = [slopes[a.label], slopes[b.label]]
  const offset = offsets[a.label] - offsets[b.label]
  let sum = 0
  let size = 0
  for (let i = 0; i < count; i++) {
    sum += slopeA * a.scores[i] - slopeB * b.scores[i]
    size += Math.abs(slopeA * a.scores[i]) + Math.abs(slopeB * b.scores[i])
  }
  let squares = 0
  for (let i = 0; i < count; i++) squares += (slopeA * a.scores[i] - slopeB * b.scores[i] - sum / count) ** 2
  const error = Math.sqrt(squares / (count - 1) / count)
  return sum / count + offset - standardErrors * error - (rounding * size) / count
}

function mean(scores: Float64Array): number {
  let sum = 0
  for (const score of scores) sum += score
  return sum / scores.length
}
