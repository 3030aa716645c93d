import { useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Timeline } from '../../../src/engine/contract'
import { percentText } from '../../charts/rounded'
import { textOnColor } from '../../charts/textOnColor'
import { placedSegments, segmentLabel, segmentWords, timelineTitle } from '../../charts/timeline'
import { queryKeys, useEngine } from '../../engine'
import { useFocus, type TimeRange } from '../../focus'
import { useLabelColors } from '../../labelColors'
import { usePlayer } from '../../player'
import { useSettings } from '../../settings'
import { ErrorNote } from '../../widgets/ErrorNote'
import { LabelMark } from '../../widgets/LabelMark'
import { Playhead } from '../../widgets/Playhead'
import { duration } from '../../widgets/seconds'

interface TimelineStripProps {
  readonly bankId: number
  readonly recordingId: number
  readonly range: TimeRange
}

/** Who is heard when: a strip of segments in the labels' colors, each to be played, and how much each label has in all. */
export function TimelineStrip({ bankId, recordingId, range }: TimelineStripProps) {
  const engine = useEngine()
  const hintsShown = useSettings((settings) => settings.hintsShown)
  const timeline = useQuery({
    queryKey: queryKeys.bankView('timeline', bankId, recordingId),
    queryFn: () => engine.recognition.timeline({ bankId, recordingId }),
  })
  if (timeline.error) return <ErrorNote error={timeline.error} onRetry={() => void timeline.refetch()} />
  return (
    <section className="timeline" aria-label="Who is heard when">
      <h3 className="chart-title">{timeline.data ? timelineTitle(timeline.data.totals) : 'Who is heard when'}</h3>
      {timeline.data ? (
        <>
          <Segments timeline={timeline.data} range={range} />
          <Totals totals={timeline.data.totals} />
        </>
      ) : (
        <div className="timeline-strip timeline-waiting" role="status">
          Listening
        </div>
      )}
      {hintsShown && (
        <p className="chart-hint">
          Each segment plays when chosen; arrow keys go from one to the next. Gray and hatched is unknown, empty is
          silence.
        </p>
      )}
    </section>
  )
}

interface SegmentsProps {
  readonly timeline: Timeline
  readonly range: TimeRange
}

function Segments({ timeline, range }: SegmentsProps) {
  const { recordingId, segments } = timeline
  const colorOf = useLabelColors()
  const strip = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState(-1)
  const { startSeconds, endSeconds } = range
  const placed = useMemo(
    () => placedSegments(segments, [startSeconds, endSeconds]),
    [segments, startSeconds, endSeconds],
  )
  // One stop of the Tab key for all of them: where one was last, or else the first.
  const reached = placed.some(({ index }) => index === current) ? current : placed[0]?.index
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = placed.findIndex(({ index }) => index === reached)
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: placed.length - 1,
    }
    if (!(event.key in steps) || placed.length === 0) return
    event.preventDefault()
    event.stopPropagation()
    const next = placed[Math.min(placed.length - 1, Math.max(0, steps[event.key]))]
    setCurrent(next.index)
    useFocus.getState().setPlayhead(next.segment.startSeconds)
    strip.current?.querySelector<HTMLElement>(`[data-segment="${next.index}"]`)?.focus()
  }
  return (
    <div ref={strip} className="timeline-strip" role="group" aria-label="Segments" onKeyDown={onKeyDown}>
      {placed.map(({ segment, index, leftPercent, widthPercent }) => {
        const unknown = segment.kind === 'unknown'
        const color = colorOf(segment.label)
        return (
          <UnstyledButton
            key={index}
            data-segment={index}
            className={`segment ${unknown ? 'segment-unknown' : ''} ${segment.mixedWith === null ? '' : 'segment-mixed'}`}
            style={{
              left: `${leftPercent}%`,
              width: `${widthPercent}%`,
              ...(unknown ? {} : { background: color, color: textOnColor(color) }),
            }}
            tabIndex={index === reached ? 0 : -1}
            aria-label={`Play ${segmentWords(segment)}`}
            title={segmentWords(segment)}
            onFocus={() => setCurrent(index)}
            onClick={() => {
              setCurrent(index)
              if (!unknown) useFocus.getState().focusLabel(segment.label)
              void usePlayer.getState().playRange(recordingId, segment.startSeconds, segment.endSeconds)
            }}
          >
            <span className="segment-name">{segmentLabel(segment)}</span>
          </UnstyledButton>
        )
      })}
      <div className="timeline-playhead" aria-hidden>
        <Playhead range={range} />
      </div>
    </div>
  )
}

function Totals({ totals }: Pick<Timeline, 'totals'>) {
  const sum = totals.reduce((total, { seconds }) => total + seconds, 0)
  return (
    <ul className="timeline-totals" aria-label="Seconds of each">
      {totals.map(({ kind, label, seconds }) => (
        <li key={`${kind} ${label ?? ''}`}>
          {kind === 'silence' ? (
            <span className="dimmed">silence</span>
          ) : (
            <LabelMark label={kind === 'unknown' ? null : label} nullText="unknown" />
          )}
          <span className="tabular">{duration(seconds)}</span>
          <span className="dimmed tabular">{percentText(sum > 0 ? seconds / sum : 0)}</span>
        </li>
      ))}
    </ul>
  )
}
