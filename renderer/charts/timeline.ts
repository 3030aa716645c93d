import { posteriorText } from './doubt'
import { percentText } from './rounded'

/** A stretch of one recording that one label, someone unknown or silence has. */
export interface TimelineSegment {
  readonly startSeconds: number
  readonly endSeconds: number
  readonly kind: 'label' | 'unknown' | 'silence'
  /** Of an unknown stretch the nearest label; null for silence. */
  readonly label: string | null
  readonly posterior: number | null
  readonly secondBest: string | null
  readonly mixedWith: string | null
}

export interface TimelineTotal {
  readonly kind: TimelineSegment['kind']
  readonly label: string | null
  readonly seconds: number
}

/** A segment on the stretch in view: its place in percent of the width. */
export interface PlacedSegment<S extends TimelineSegment> {
  readonly segment: S
  /** Its place among all segments. */
  readonly index: number
  readonly leftPercent: number
  readonly widthPercent: number
}

/** The segments of which some is in view, silence left out: it is what stands empty between the others. */
export function placedSegments<S extends TimelineSegment>(
  segments: readonly S[],
  [from, to]: readonly [startSeconds: number, endSeconds: number],
): PlacedSegment<S>[] {
  const length = to - from
  if (!(length > 0)) return []
  return segments.flatMap((segment, index) => {
    const start = Math.max(from, segment.startSeconds)
    const end = Math.min(to, segment.endSeconds)
    if (segment.kind === 'silence' || end <= start) return []
    return [
      { segment, index, leftPercent: (100 * (start - from)) / length, widthPercent: (100 * (end - start)) / length },
    ]
  })
}

/** What a segment is called: its label, or unknown. */
export function segmentLabel({ kind, label }: Pick<TimelineSegment, 'kind' | 'label'>): string {
  if (kind === 'silence') return 'silence'
  return kind === 'unknown' || label === null ? 'unknown' : label
}

/** "ann, 2.10 s to 4.35 s, posterior 99.1 %, then bob": all that is known of a segment. */
export function segmentWords(segment: TimelineSegment): string {
  const { startSeconds, endSeconds, kind, label, posterior, secondBest, mixedWith } = segment
  const parts = [segmentLabel(segment), `${startSeconds.toFixed(2)} s to ${endSeconds.toFixed(2)} s`]
  if (kind === 'unknown' && label !== null) parts.push(`nearest ${label}`)
  if (kind === 'label' && posterior !== null) parts.push(`posterior ${posteriorText(posterior)}`)
  if (kind === 'label' && secondBest !== null) parts.push(`then ${secondBest}`)
  if (mixedWith !== null) parts.push(`with ${mixedWith} by turns`)
  return parts.join(', ')
}

/** "ann has 62 % of the sound, bob 30 %; 8 % is unknown": silence is no part of the sound. */
export function timelineTitle(totals: readonly TimelineTotal[]): string {
  const heard = totals.filter(({ kind, seconds }) => kind !== 'silence' && seconds > 0)
  const sum = heard.reduce((total, { seconds }) => total + seconds, 0)
  if (sum === 0) return 'Nothing but silence was found'
  const share = (seconds: number): string => percentText(seconds / sum)
  const labels = heard.filter(({ kind }) => kind === 'label').sort((one, other) => other.seconds - one.seconds)
  const unknown = heard.filter(({ kind }) => kind === 'unknown').reduce((total, { seconds }) => total + seconds, 0)
  const [first, second] = labels
  if (first === undefined) return 'Everything that is heard is unknown'
  if (labels.length === 1 && unknown === 0) return `${first.label} is heard all the time`
  const words = [`${first.label} has ${share(first.seconds)} of the sound`]
  if (second) words.push(`${second.label} ${share(second.seconds)}`)
  const rest = labels.slice(2).reduce((total, { seconds }) => total + seconds, 0)
  if (rest > 0) words.push(`${labels.length - 2} more ${share(rest)}`)
  return `${words.join(', ')}${unknown > 0 ? `; ${share(unknown)} is unknown` : ''}`
}
