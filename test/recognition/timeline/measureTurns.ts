import type { SpokenStretch } from '../../../src/recognition/figures/diarizationError'
import type { Timed } from '../../../src/recognition/timeline/inSeconds'
import type { TimelineSegment } from '../../../src/recognition/timeline/labelTimeline'

/** How well a timeline tells who spoke when. Shares are of the time of the turns, the pauses in them included. */
export interface TurnFigures {
  /** Of the turns of voices that the bank knows: under their own label, and unknown. */
  readonly right: number
  readonly refused: number
  /** Of the turns of other voices: unknown; NaN where there are none. */
  readonly foundUnknown: number
  /** For each change of voice, seconds from the beginning of the new turn to the nearest border of the answer. */
  readonly borderSeconds: readonly number[]
}

/** Seconds in which two stretches of time are both. */
function shared(a: SpokenStretch, b: Timed<TimelineSegment>): number {
  return Math.max(0, Math.min(a.endSeconds, b.endSeconds) - Math.max(a.startSeconds, b.startSeconds))
}

export function measureTurns(
  turns: readonly SpokenStretch[],
  segments: readonly Timed<TimelineSegment>[],
  known: readonly string[],
): TurnFigures {
  let [knownSeconds, right, refused, unknownSeconds, found] = [0, 0, 0, 0, 0]
  for (const turn of turns) {
    const seconds = turn.endSeconds - turn.startSeconds
    const of = (is: (segment: Timed<TimelineSegment>) => boolean): number =>
      segments.filter(is).reduce((sum, segment) => sum + shared(turn, segment), 0)
    const unknown = of(({ kind }) => kind === 'unknown')
    if (known.includes(turn.voice)) {
      knownSeconds += seconds
      right += of(({ kind, label }) => kind === 'label' && label === turn.voice)
      refused += unknown
    } else {
      unknownSeconds += seconds
      found += unknown
    }
  }
  const sound = segments.filter(({ kind }) => kind !== 'silence')
  const named = ({ kind, label }: Timed<TimelineSegment>): string => (kind === 'unknown' ? ' unknown' : (label ?? ''))
  const borders = sound.filter((segment, i) => i > 0 && named(segment) !== named(sound[i - 1]))
  const borderSeconds = turns
    .slice(1)
    .map((turn) => Math.min(Infinity, ...borders.map((border) => Math.abs(border.startSeconds - turn.startSeconds))))
  return {
    right: right / knownSeconds,
    refused: refused / knownSeconds,
    foundUnknown: found / unknownSeconds,
    borderSeconds,
  }
}
