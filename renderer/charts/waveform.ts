import type { EChartsOption } from 'echarts'
import { csvText } from './chartPicture'
import { axisNamed } from './axisNamed'
import { timeAxis, timeGrid, timePlot, type TimeMargins } from './timeGrid'

/** A picture along the time of the focused recording, with the exact value under the pointer. */
export interface TimePicture {
  readonly option: EChartsOption
  readonly csv: () => string
  readout(seconds: number, share: number): string | null
}

export interface Span {
  readonly startSeconds: number
  readonly endSeconds: number
}

/** Rows of (min, max) samples in [-1, 1], evenly over `span`, as a filled outline. */
export function waveformPicture(
  peaks: { readonly rows: number; readonly values: Float32Array },
  span: Span,
  color: string,
  margins: TimeMargins = timeGrid,
): TimePicture {
  const step = (span.endSeconds - span.startSeconds) / Math.max(1, peaks.rows)
  const secondsOf = (row: number): number => span.startSeconds + (row + 0.5) * step
  const rows = Array.from({ length: peaks.rows }, (_, row) => row)
  const shared = { type: 'line', stack: 'outline', stackStrategy: 'all', symbol: 'none', silent: true } as const
  const option: EChartsOption = {
    animation: false,
    grid: { ...margins, ...timePlot, outerBoundsMode: 'none' },
    xAxis: timeAxis(span.startSeconds, span.endSeconds),
    yAxis: { ...axisNamed('Amplitude'), type: 'value', min: -1, max: 1, interval: 0.5, nameGap: 34 },
    series: [
      { ...shared, lineStyle: { width: 0 }, data: rows.map((row) => [secondsOf(row), peaks.values[2 * row]]) },
      {
        ...shared,
        lineStyle: { width: 0.75, color },
        areaStyle: { color, opacity: 1 },
        data: rows.map((row) => [secondsOf(row), peaks.values[2 * row + 1] - peaks.values[2 * row]]),
      },
    ],
  }
  return {
    option,
    csv: () =>
      csvText(
        ['seconds', 'min', 'max'],
        rows.map((row) => [secondsOf(row), peaks.values[2 * row], peaks.values[2 * row + 1]]),
      ),
    readout: (seconds) => {
      const row = Math.floor((seconds - span.startSeconds) / step)
      if (row < 0 || row >= peaks.rows) return null
      return `${peaks.values[2 * row].toFixed(3)} to ${peaks.values[2 * row + 1].toFixed(3)}`.replaceAll('-', '−')
    },
  }
}
