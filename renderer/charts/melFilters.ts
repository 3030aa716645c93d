import type { EChartsOption } from 'echarts'
import type { ChartColors } from '../widgets/chartTheme'
import { featureGrid, timePlot } from './timeGrid'

/** A bank of filters over the bins of a transform, `binHz` apart: each bin from `firstBin` on with its weight. */
export interface FilterBank {
  readonly binHz: number
  readonly bands: readonly { readonly firstBin: number; readonly weights: readonly number[] }[]
}

/** One filter as corners of its outline: frequency in kHz and height, the highest of the bank being 1. */
export function filterOutline(bank: FilterBank, band: number): [height: number, kiloHertz: number][] {
  const { firstBin, weights } = bank.bands[band]
  const highest = highestWeight(bank)
  const kiloHertz = (bin: number): number => (bin * bank.binHz) / 1000
  if (weights.length === 0) return []
  const from = Math.max(0, firstBin - 1)
  return [
    [0, kiloHertz(from)],
    ...weights.map((weight, i): [number, number] => [weight / highest, kiloHertz(firstBin + i)]),
    [0, kiloHertz(firstBin + weights.length)],
  ]
}

function highestWeight({ bands }: FilterBank): number {
  return (
    bands.reduce((highest, { weights }) => weights.reduce((most, weight) => Math.max(most, weight), highest), 0) || 1
  )
}

/** Lowest and highest frequency with any weight, in Hz. */
export function filterRange({ binHz, bands }: FilterBank): [fromHz: number, toHz: number] {
  const used = bands.filter(({ weights }) => weights.length > 0)
  const first = Math.min(...used.map(({ firstBin }) => firstBin))
  const last = Math.max(...used.map(({ firstBin, weights }) => firstBin + weights.length - 1))
  return used.length === 0 ? [0, 0] : [first * binHz, last * binHz]
}

/** How many filters have no bin at all, and so always measure nothing. */
export function emptyFilters({ bands }: FilterBank): number {
  return bands.filter(({ weights }) => !weights.some((weight) => weight > 0)).length
}

/** Adds the filters at the right of a spectrogram, on its frequency axis; neighbors take turns in color. */
export function withFilters(
  option: EChartsOption,
  bank: FilterBank,
  topHz: number,
  colors: ChartColors,
): EChartsOption {
  const outlines = bank.bands.map((_, band) => filterOutline(bank, band))
  const line = (turn: number, color: string) =>
    ({
      type: 'line',
      xAxisIndex: 1,
      yAxisIndex: 1,
      silent: true,
      symbol: 'none',
      connectNulls: false,
      clip: true,
      lineStyle: { width: 1, color },
      data: outlines.filter((_, band) => band % 2 === turn).flatMap((outline) => [...outline, ['-', '-']]),
    }) as const
  return {
    ...option,
    grid: [option.grid as object, { ...timePlot, right: 10, width: featureGrid.right - 20, outerBoundsMode: 'none' }],
    xAxis: [
      option.xAxis as object,
      {
        gridIndex: 1,
        type: 'value',
        min: 0,
        max: 1.05,
        name: 'mel filters',
        nameLocation: 'middle',
        nameGap: 6,
        axisLabel: { show: false },
        axisTick: { show: false },
        splitLine: { show: false },
      },
    ],
    yAxis: [
      option.yAxis as object,
      {
        gridIndex: 1,
        type: 'value',
        min: 0,
        max: topHz / 1000,
        axisLabel: { show: false },
        axisTick: { show: false },
        splitLine: { show: false },
      },
    ],
    series: [...(option.series as object[]), line(0, colors.accent), line(1, colors.warning)],
  }
}
