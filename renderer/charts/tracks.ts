import type { SeriesOption } from 'echarts'
import type { ChartColors } from '../widgets/chartTheme'
import { axisNamed } from './axisNamed'
import { csvText } from './chartPicture'
import { shortName } from './columnTicks'
import { timeAxis, timePlot, type TimeMargins } from './timeGrid'
import type { Span, TimePicture } from './waveform'

/** One number a frame over time. */
export interface Track {
  readonly name: string
  /** Empty for a bare number. */
  readonly unit: string
  /** What it shares an axis with, those of its unit that are of its size: the cepstrum, or one measure. */
  readonly family: string
  /** NaN where there is none, such as the pitch of a hiss; the line breaks there. */
  readonly values: Float32Array
}

export interface TrackTimes {
  readonly startSeconds: number
  readonly hopSeconds: number
  readonly frameSeconds: number
}

/** Tracks that share an axis: those of one unit and family, in the order in which they first come. */
export function byAxis(tracks: readonly Track[]): { readonly unit: string; readonly tracks: Track[] }[] {
  const groups = new Map<string, Track[]>()
  for (const track of tracks) {
    const axis = `${track.unit}/${track.family}`
    groups.set(axis, [...(groups.get(axis) ?? []), track])
  }
  return [...groups.values()].map((members) => ({ unit: members[0].unit, tracks: members }))
}

const dashes = ['solid', [6, 3], [2, 2]] as const

/** Lines on one axis; they differ in dash as well as in color, and each bears its name at its end. */
export function tracksPicture(
  { unit, tracks }: { readonly unit: string; readonly tracks: readonly Track[] },
  times: TrackTimes,
  span: Span,
  margins: TimeMargins,
  colors: ChartColors,
): TimePicture {
  const { startSeconds, hopSeconds, frameSeconds } = times
  const middleOf = (frame: number): number => startSeconds + frame * hopSeconds + frameSeconds / 2
  const frames = Math.max(0, ...tracks.map(({ values }) => values.length))
  const [first, after] = [span.startSeconds, span.endSeconds].map((seconds) =>
    Math.round((seconds - startSeconds - frameSeconds / 2) / hopSeconds),
  )
  // One frame beyond each edge, so that lines reach it.
  const inView = Array.from(
    { length: Math.max(0, Math.min(frames, after + 2) - Math.max(0, first - 1)) },
    (_, i) => Math.max(0, first - 1) + i,
  )
  const palette = [colors.accent, colors.warning, colors.neutral, colors.playhead]
  const series = tracks.map(({ name, values }, index): SeriesOption => {
    const color = palette[index % palette.length]
    return {
      type: 'line',
      name,
      symbol: 'none',
      silent: true,
      sampling: 'lttb',
      connectNulls: false,
      lineStyle: {
        color,
        width: 1.25,
        type: [...dashes][Math.floor(index / palette.length) % dashes.length] as 'solid',
      },
      itemStyle: { color },
      endLabel: { show: true, formatter: shortName(name), color, fontSize: 11, distance: 6 },
      labelLayout: { moveOverlap: 'shiftY' },
      data: inView.map((frame) => [middleOf(frame), Number.isFinite(values[frame]) ? values[frame] : '-']),
    }
  })
  return {
    option: {
      animation: false,
      grid: { ...margins, ...timePlot, outerBoundsMode: 'none' },
      xAxis: timeAxis(span.startSeconds, span.endSeconds),
      yAxis: {
        ...axisNamed(unit),
        type: 'value',
        scale: true,
        splitNumber: 3,
        nameGap: 44,
        axisLabel: { margin: 5, formatter: plainNumber },
      },
      series,
    },
    csv: () =>
      csvText(
        ['seconds', ...tracks.map(({ name }) => (unit ? `${name} (${unit})` : name))],
        Array.from({ length: frames }, (_, frame) => [
          middleOf(frame),
          ...tracks.map(({ values }) => (Number.isFinite(values[frame]) ? values[frame] : null)),
        ]),
      ),
    readout: (seconds) => {
      const frame = Math.round((seconds - startSeconds - frameSeconds / 2) / hopSeconds)
      if (frame < 0 || frame >= frames) return null
      return tracks
        .map(({ name, values }) =>
          Number.isFinite(values[frame]) ? `${name} ${plainNumber(values[frame])} ${unit}`.trim() : `${name} –`,
        )
        .join(', ')
    },
  }
}

/** Four digits, without a power of ten as long as that is short. */
function plainNumber(value: number): string {
  const size = Math.abs(value)
  const text =
    size !== 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential(1) : String(Number(value.toPrecision(4)))
  return text.replace('-', '−')
}
