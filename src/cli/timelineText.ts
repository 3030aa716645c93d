import { basename, extname } from 'node:path'
import type { Timeline } from '../engine/contract'
import { csvRow } from './csvRow'
import { percent, table } from './output'

/** What a timeline can be written as beside the table for a person. */
export const timelineFormats = ['csv', 'jsonl', 'rttm'] as const
export type TimelineFormat = (typeof timelineFormats)[number]

type Segment = Timeline['segments'][number]

const columns = 'path,start,end,kind,label,score,evidence,posterior,second_best,mixed_with'

/** What stands before the segments of the first recording. */
export function timelineHead(format: TimelineFormat): string[] {
  return format === 'csv' ? [columns] : []
}

/**
 * One line a segment.
 *
 * - `csv`: RFC 4180 with the columns of {@link timelineHead}; seconds; empty where nothing is to be said.
 * - `jsonl`: a JSON document a line, the fields of the contract and the path.
 * - `rttm`: SPEAKER lines of NIST's Rich Transcription (RT-09 evaluation plan, appendix A), unknown as `<unknown>`; silence is
 *   what stands between them. Spaces cannot be written in it and become underscores.
 */
export function timelineLines(format: TimelineFormat, path: string, segments: Timeline['segments']): string[] {
  switch (format) {
    case 'csv':
      return segments.map((segment) => csvLine(path, segment))
    case 'jsonl':
      return segments.map((segment) => JSON.stringify({ path, ...segment }))
    case 'rttm':
      return segments.flatMap((segment) => (segment.kind === 'silence' ? [] : [rttmLine(path, segment)]))
  }
}

function csvLine(path: string, segment: Segment): string {
  const { startSeconds, endSeconds, kind, label, score, evidence, posterior, secondBest, mixedWith } = segment
  const times = [startSeconds.toFixed(3), endSeconds.toFixed(3)]
  return csvRow([path, ...times, kind, label, score, evidence, posterior, secondBest, mixedWith])
}

function rttmLine(path: string, { startSeconds, endSeconds, kind, label }: Segment): string {
  const word = (text: string): string => text.replace(/\s+/g, '_') || '_'
  const name = kind === 'unknown' ? '<unknown>' : word(label ?? '')
  const start = startSeconds.toFixed(3)
  const duration = (endSeconds - startSeconds).toFixed(3)
  return `SPEAKER ${word(basename(path, extname(path)))} 1 ${start} ${duration} <NA> <NA> ${name} <NA> <NA>`
}

/** The segments as a table for a person, and how the time is divided. */
export function timelineTable({ segments, totals, durationSeconds }: Timeline): string[] {
  const rows = segments.map(({ startSeconds, endSeconds, kind, label, posterior, secondBest, mixedWith }) => {
    const shown = kind === 'label' ? (label ?? '') : kind === 'unknown' ? `unknown (nearest ${label ?? ''})` : 'silence'
    const sure = posterior === null ? '' : percent(posterior)
    return [startSeconds.toFixed(2), endSeconds.toFixed(2), shown, sure, secondBest ?? '', mixedWith ?? '']
  })
  const shares = totals.map(({ kind, label, seconds }) => {
    const name = kind === 'label' ? (label ?? '') : kind
    return `${name} ${seconds.toFixed(1)} s (${percent(durationSeconds > 0 ? seconds / durationSeconds : 0)})`
  })
  const head = ['start', 'end', 'label', 'posterior', 'second best', 'mixed with']
  return [...table(head, rows), ...(shares.length > 0 ? [shares.join(', ')] : [])]
}
