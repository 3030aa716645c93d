import type { EChartsOption } from 'echarts'
import { axisNamed } from './axisNamed'
import { csvText } from './chartPicture'
import { timeAxis, timeGrid, timePlot } from './timeGrid'
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
  /** Columns that have names instead of values. */
  readonly columnNames?: readonly string[]
}

/** Values at the two ends of the colors. */
export interface HeatmapScale {
  readonly low: number
  readonly high: number
}

/** The values below which `share` of the finite numbers lie, from an even sample of at most 20,000. */
export function quantile(values: Float32Array, share: number): number {
  const step = Math.max(1, Math.floor(values.length / 20_000))
  const sample: number[] = []
  for (let index = 0; index < values.length; index += step)
    if (Number.isFinite(values[index])) sample.push(values[index])
  sample.sort((one, other) => one - other)
  return sample[Math.min(sample.length - 1, Math.floor(share * sample.length))] ?? 0
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
): TimePicture {
  const { rows, columns, values, startSeconds, hopSeconds, frameSeconds } = data
  // A frame is drawn where its middle is, as wide as the hop.
  const fromSeconds = startSeconds + (frameSeconds - hopSeconds) / 2
  const toSeconds = fromSeconds + rows * hopSeconds
  const perColumn = (axis.to - axis.from) / columns
  const nameOf = (column: number): string =>
    axis.columnNames?.[column] ??
    `${(axis.from + (column + 0.5) * perColumn).toFixed(2)} ${axis.name.match(/\((.*)\)/)?.[1] ?? ''}`
  const option: EChartsOption = {
    animation: false,
    grid: { ...timeGrid, ...timePlot, outerBoundsMode: 'none' },
    xAxis: timeAxis(span.startSeconds, span.endSeconds),
    yAxis: {
      ...axisNamed(axis.name),
      type: 'value',
      min: axis.from,
      max: axis.to,
      nameGap: 34,
      splitLine: { show: false },
      ...(axis.columnNames
        ? {
            minInterval: 1,
            axisLabel: {
              showMinLabel: false,
              showMaxLabel: false,
              formatter: (column: number) => axis.columnNames?.[column] ?? '',
            },
          }
        : {}),
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

/** Which frames voice activity kept, as bars over the stretches of sound. */
export function speechPicture(
  speech: readonly number[],
  times: { readonly startSeconds: number; readonly hopSeconds: number; readonly frameSeconds: number },
  span: Span,
  color: string,
): TimePicture {
  const { startSeconds, hopSeconds, frameSeconds } = times
  const fromSeconds = startSeconds + (frameSeconds - hopSeconds) / 2
  const stretches = keptStretches(speech).map(([first, last]) => [
    fromSeconds + first * hopSeconds,
    fromSeconds + last * hopSeconds,
  ])
  return {
    option: {
      animation: false,
      grid: { ...timeGrid, top: 2, bottom: 2, outerBoundsMode: 'none' },
      xAxis: { type: 'value', min: span.startSeconds, max: span.endSeconds, show: false },
      yAxis: { type: 'value', min: 0, max: 1, show: false },
      series: [
        {
          type: 'custom',
          silent: true,
          clip: true,
          data: stretches,
          encode: { x: [0, 1] },
          renderItem: (_params, api) => {
            const [x, top] = api.coord([api.value(0), 1])
            const [right, bottom] = api.coord([api.value(1), 0])
            return {
              type: 'rect',
              shape: { x, y: top, width: Math.max(1, right - x), height: bottom - top },
              style: { fill: color },
            }
          },
        },
      ],
    },
    csv: () =>
      csvText(
        ['seconds', 'kept'],
        speech.map((kept, row) => [startSeconds + row * hopSeconds + frameSeconds / 2, kept]),
      ),
    readout: (seconds) => {
      const kept = speech[Math.floor((seconds - fromSeconds) / hopSeconds)]
      if (kept === undefined) return null
      return kept === 1 ? 'kept' : 'dropped: too close to the noise floor'
    },
  }
}

/** First frame and the frame after the last of every unbroken run of kept frames. */
export function keptStretches(speech: readonly number[]): [first: number, after: number][] {
  const stretches: [number, number][] = []
  speech.forEach((kept, frame) => {
    const last = stretches.at(-1)
    if (kept !== 1) return
    if (last && last[1] === frame) last[1] = frame + 1
    else stretches.push([frame, frame + 1])
  })
  return stretches
}
