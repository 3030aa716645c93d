import type { EChartsOption } from 'echarts'
import { axisNamed } from './axisNamed'
import { csvText } from './chartPicture'
import { timeAxis, timePlot, type TimeMargins } from './timeGrid'
import { type Span, type TimePicture } from './waveform'

export interface HeatmapData {
  /** Frames x columns, row-major. */
  readonly rows: number
  readonly columns: number
  readonly values: Float32Array
  readonly startSeconds: number
  readonly hopSeconds: number
  readonly frameSeconds: number
}

export interface HeatmapAxis {
  /** With its unit, such as "Frequency (kHz)". */
  readonly name: string
  /** Value at the lower edge of column 0 and at the upper edge of the last. */
  readonly from: number
  readonly to: number
  /** Columns that have names instead of values, and which of the names stand at the axis, in short. */
  readonly columns?: { readonly names: readonly string[]; readonly ticks: ReadonlyMap<number, string> }
  /** Columns below which a line is drawn. */
  readonly dividers?: readonly number[]
}

/** Values at the two ends of the colors. */
export interface HeatmapScale {
  readonly low: number
  readonly high: number
}

/**
 * The values below which each of `shares` of the finite numbers lie, from an even sample of at most 4,000 of
 * those at `from`, `from + step` ...
 */
export function quantiles(values: Float32Array, shares: readonly number[], from = 0, step = 1): number[] {
  const stride = step * Math.max(1, Math.floor(values.length / step / 4000))
  const sample = new Float32Array(Math.ceil(Math.max(0, values.length - from) / stride))
  let count = 0
  for (let at = from; at < values.length; at += stride) if (Number.isFinite(values[at])) sample[count++] = values[at]
  const sorted = sample.subarray(0, count).sort()
  return shares.map((share) => (count === 0 ? 0 : sorted[Math.min(count - 1, Math.floor(share * count))]))
}

/** The ends of the colors of each column: its own 2nd and 98th percentile. Stacked neighbors have those of their frame. */
export function columnScales(
  { columns, values }: Pick<HeatmapData, 'columns' | 'values'>,
  stacked = 1,
): HeatmapScale[] {
  const frame = columns / stacked
  const first = frame * Math.floor(stacked / 2)
  const own = Array.from({ length: frame }, (_, column): HeatmapScale => {
    const [low, high] = quantiles(values, [0.02, 0.98], first + column, columns)
    return { low, high }
  })
  return Array.from({ length: columns }, (_, column) => own[column % frame])
}

/**
 * Pixels of a heatmap as RGBA, one a cell, time to the right and column 0 at the bottom. `scaleOf` gives the colors'
 * ends by column; `palette` holds #rrggbb steps from low to high. Cells that are not finite stay transparent.
 */
export function heatmapPixels(
  data: Pick<HeatmapData, 'rows' | 'columns' | 'values'>,
  scaleOf: (column: number) => HeatmapScale,
  palette: readonly string[],
): Uint8ClampedArray<ArrayBuffer> {
  const { rows, columns, values } = data
  const table = paletteTable(palette)
  const pixels = new Uint8ClampedArray(new ArrayBuffer(rows * columns * 4))
  for (let column = 0; column < columns; column++) {
    const { low, high } = scaleOf(column)
    const perUnit = 255 / Math.max(high - low, 1e-9)
    let at = (columns - 1 - column) * rows * 4
    for (let row = 0; row < rows; row++, at += 4) {
      const value = values[row * columns + column]
      if (!Number.isFinite(value)) continue
      const step = Math.max(0, Math.min(255, Math.round((value - low) * perUnit)))
      pixels[at] = table[3 * step]
      pixels[at + 1] = table[3 * step + 1]
      pixels[at + 2] = table[3 * step + 2]
      pixels[at + 3] = 255
    }
  }
  return pixels
}

function paletteTable(palette: readonly string[]): Uint8Array {
  const stops = palette.map((color) => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)))
  const table = new Uint8Array(256 * 3)
  for (let step = 0; step < 256; step++) {
    const place = (step / 255) * (stops.length - 1)
    const below = Math.min(stops.length - 2, Math.floor(place))
    for (let channel = 0; channel < 3; channel++) {
      const from = stops[below][channel]
      table[3 * step + channel] = from + (place - below) * (stops[below + 1][channel] - from)
    }
  }
  return table
}

/**
 * A heatmap along time. `picture` is the drawn cells, one pixel each, as made from `heatmapPixels`; drawing cells one by
 * one would take seconds for a minute of sound. `unit` is that of the values.
 */
export function heatmapPicture(
  data: HeatmapData,
  picture: HTMLCanvasElement,
  axis: HeatmapAxis,
  span: Span,
  unit: string,
  margins: TimeMargins,
): TimePicture {
  const { rows, columns, values, startSeconds, hopSeconds, frameSeconds } = data
  // A frame is drawn where its middle is, as wide as the hop.
  const fromSeconds = startSeconds + (frameSeconds - hopSeconds) / 2
  const toSeconds = fromSeconds + rows * hopSeconds
  const perColumn = (axis.to - axis.from) / columns
  const nameOf = (column: number): string =>
    axis.columns?.names[column] ??
    `${(axis.from + (column + 0.5) * perColumn).toFixed(2)} ${axis.name.match(/\((.*)\)/)?.[1] ?? ''}`
  const option: EChartsOption = {
    animation: false,
    grid: { ...margins, ...timePlot, outerBoundsMode: 'none' },
    xAxis: timeAxis(span.startSeconds, span.endSeconds),
    yAxis: {
      ...(axis.columns ? {} : axisNamed(axis.name)),
      type: 'value',
      min: axis.from,
      max: axis.to,
      nameGap: 34,
      splitLine: { show: false },
      ...(axis.columns ? namedTicks(axis.columns.ticks) : {}),
    },
    series: [
      {
        type: 'custom',
        silent: true,
        clip: true,
        data: [[fromSeconds, axis.from, toSeconds, axis.to]],
        encode: { x: [0, 2], y: [1, 3] },
        renderItem: (_params, api) => {
          const [x, bottom] = api.coord([fromSeconds, axis.from])
          const [right, y] = api.coord([toSeconds, axis.to])
          return { type: 'image', style: { image: picture, x, y, width: right - x, height: bottom - y } }
        },
        ...(axis.dividers && axis.dividers.length > 0 ? { markLine: dividerLines(axis.dividers) } : {}),
      },
    ],
  }
  return {
    option,
    csv: () =>
      csvText(
        ['seconds', ...Array.from({ length: columns }, (_, column) => nameOf(column))],
        Array.from({ length: rows }, (_, row) => [
          startSeconds + row * hopSeconds + frameSeconds / 2,
          ...values.subarray(row * columns, (row + 1) * columns),
        ]),
      ),
    readout: (seconds, share) => {
      const row = Math.floor((seconds - fromSeconds) / hopSeconds)
      const column = Math.floor((1 - share) * columns)
      if (row < 0 || row >= rows || column < 0 || column >= columns) return null
      return `${nameOf(column)} · ${values[row * columns + column].toFixed(1).replace('-', '−')}${unit ? ` ${unit}` : ''}`
    },
  }
}

function namedTicks(ticks: ReadonlyMap<number, string>) {
  const customValues = [...ticks.keys()]
  return {
    axisTick: { customValues },
    axisLabel: { customValues, fontSize: 10, margin: 5, formatter: (column: number) => ticks.get(column) ?? '' },
  }
}

function dividerLines(dividers: readonly number[]) {
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    label: { show: false },
    lineStyle: { color: '#ffffff', opacity: 0.55, width: 1, type: 'solid' },
    data: dividers.map((column) => ({ yAxis: column - 0.5 })),
  } as const
}
