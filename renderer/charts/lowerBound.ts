import type { EChartsOption } from 'echarts'
import type { ChartColors } from '../widgets/chartTheme'
import { axisNamed } from './axisNamed'
import { csvText, type ChartPicture } from './chartPicture'
import { countText, natsText } from './rounded'

/** One iteration of a fit, counted from 1, and the lower bound that it had reached, nats; see {@link Bound}. */
export type FitPoint = readonly [iteration: number, lowerBound: number]

/** The mean log-likelihood a frame, or the bound of a variational fit, which is that of all its frames together. */
export type Bound = 'likelihood' | 'variational'

/** The course of the fit of one label; of a running training some iterations may be missing. */
export interface FitCurve {
  readonly label: string
  readonly points: readonly FitPoint[]
}

/** The finite entries of a list that is counted from `first`, holes left out. */
export function fitPoints(lowerBounds: readonly (number | undefined)[], first: 0 | 1): FitPoint[] {
  return Array.from(lowerBounds, (bound, index): FitPoint => [index + 1 - first, bound ?? NaN]).filter(([, bound]) =>
    Number.isFinite(bound),
  )
}

const cellHeight = 124
const titleHeight = 40

/** Pixels that small multiples of `curveCount` curves need in `columns` columns. */
export function lowerBoundsHeight(curveCount: number, columns: number): number {
  return Math.max(1, Math.ceil(curveCount / columns)) * cellHeight
}

/** How many small multiples stand side by side on `widthPixels`. */
export function lowerBoundsColumns(widthPixels: number): number {
  return Math.max(1, Math.floor(widthPixels / 190))
}

/**
 * One small chart a label. All share the scale of iterations and the *span* of the vertical scale, which ends at each
 * label's own best: labels differ far more from each other than any of them gains, so that one absolute scale would show
 * flat lines. The span leaves out the first iteration, whose step would hide all others.
 */
export function lowerBoundsPicture(
  curves: readonly FitCurve[],
  colorOf: (label: string) => string,
  columns: number,
  colors: ChartColors,
  bound: Bound = 'likelihood',
): ChartPicture {
  const lastIteration = Math.max(10, ...curves.map(({ points }) => points.at(-1)?.[0] ?? 0))
  const span = Math.max(1e-3, ...curves.map(gainAfterFirst))
  const left = (index: number): string => `${(100 * (index % columns)) / columns}%`
  const top = (index: number): number => Math.floor(index / columns) * cellHeight
  const bare = { axisLabel: { show: false }, axisTick: { show: false }, splitLine: { show: false } } as const
  const option: EChartsOption = {
    animation: false,
    tooltip: { confine: true, trigger: 'axis', valueFormatter: (value) => `${natsText(Number(value))} nats` },
    title: curves.map(({ label, points }, index) => ({
      text: label,
      subtext: points.length === 0 ? 'waiting' : `${natsText(points[points.length - 1][1])} nats`,
      left: left(index),
      top: top(index),
      padding: [4, 0, 0, 0],
      itemGap: 2,
      textStyle: {
        color: colors.text,
        fontSize: 12,
        lineHeight: 15,
        fontWeight: 600,
        width: 150,
        overflow: 'truncate' as const,
      },
      subtextStyle: { color: colors.dimmed, fontSize: 11, lineHeight: 14 },
    })),
    grid: curves.map((_, index) => ({
      left: left(index),
      width: `${92 / columns}%`,
      top: top(index) + titleHeight,
      height: cellHeight - titleHeight - 12,
      outerBoundsMode: 'none' as const,
    })),
    xAxis: curves.map(
      (_, index) =>
        ({
          ...bare,
          type: 'value',
          gridIndex: index,
          min: 1,
          max: lastIteration,
          axisLine: { onZero: false },
        }) as const,
    ),
    yAxis: curves.map(({ points }, index) => {
      const best = points.at(-1)?.[1] ?? 0
      return { ...bare, type: 'value', gridIndex: index, min: best - 1.1 * span, max: best + 0.1 * span } as const
    }),
    series: curves.map(({ label, points }, index) => ({
      type: 'line' as const,
      name: label,
      xAxisIndex: index,
      yAxisIndex: index,
      showSymbol: points.length === 1,
      clip: true,
      lineStyle: { width: 1.5, color: colorOf(label) },
      itemStyle: { color: colorOf(label) },
      data: points.map((point) => [...point]),
    })),
  }
  return {
    title: multiplesTitle(curves),
    howToRead: multiplesReading[bound],
    option,
    csv: () => pointsCsv(curves, bound),
  }
}

/** The lower bound of one fit by iteration, with both axes named. */
export function lowerBoundPicture(
  curve: FitCurve,
  color: string,
  converged: boolean,
  bound: Bound = 'likelihood',
): ChartPicture {
  const { label, points } = curve
  const option: EChartsOption = {
    animation: false,
    tooltip: { confine: true, trigger: 'axis', valueFormatter: (value) => `${natsText(Number(value))} nats` },
    grid: { left: 8, right: 16, top: 12, bottom: 8 },
    xAxis: {
      ...axisNamed('Iteration'),
      type: 'value',
      min: 1,
      max: Math.max(2, points.at(-1)?.[0] ?? 0),
      minInterval: 1,
    },
    yAxis: { ...axisNamed('Lower bound (nats)'), type: 'value', scale: true },
    series: [
      {
        type: 'line',
        name: label,
        showSymbol: points.length < 40,
        symbolSize: 4,
        lineStyle: { width: 2, color },
        itemStyle: { color },
        data: points.map((point) => [...point]),
      },
    ],
  }
  return {
    title: fitTitle(points, converged, bound),
    howToRead: fitReading[bound],
    option,
    csv: () => pointsCsv([curve], bound),
  }
}

const multiplesReading: Readonly<Record<Bound, string>> = {
  likelihood:
    'Each curve is the mean log-likelihood of a label’s frames under its mixture, iteration by iteration; a given height is the same gain in all of them. It climbs and then flattens.',
  variational:
    'Each curve is the variational bound of all of a label’s frames together, iteration by iteration; a given height is the same gain in all of them. It climbs and then flattens.',
}
const fitReading: Readonly<Record<Bound, string>> = {
  likelihood: 'Expectation maximization never lowers this curve; the fit ends where it hardly rises any more.',
  variational:
    'The variational bound of all frames together, which no iteration lowers; the fit ends where it hardly rises any more.',
}

function multiplesTitle(curves: readonly FitCurve[]): string {
  const begun = curves.filter(({ points }) => points.length > 0)
  if (begun.length === 0) return 'No label has taken its first step yet'
  const steps = Math.max(...begun.map(({ points }) => points[points.length - 1][0]))
  const waiting = curves.length - begun.length
  const head = `${countText(begun.length, 'label')} under way, up to ${countText(steps, 'iteration')}`
  return waiting > 0 ? `${head}; ${waiting} still waiting` : head
}

function fitTitle(points: readonly FitPoint[], converged: boolean, bound: Bound): string {
  const last = points.at(-1)
  if (last === undefined) return 'No iterations were recorded for this fit'
  const end = converged ? 'settled' : 'was stopped before it settled,'
  const gain = `${natsText(last[1] - points[0][1])} nats${bound === 'likelihood' ? ' per frame' : ''}`
  return `The fit ${end} after ${countText(last[0], 'iteration')}, ${gain} above its start`
}

function gainAfterFirst({ points }: FitCurve): number {
  const from = points[points.length > 2 ? 1 : 0]
  const last = points.at(-1)
  return from && last ? last[1] - from[1] : 0
}

function pointsCsv(curves: readonly FitCurve[], bound: Bound): string {
  return csvText(
    ['label', 'iteration', bound === 'likelihood' ? 'lower_bound_nats_per_frame' : 'lower_bound_nats'],
    curves.flatMap(({ label, points }) => points.map(([iteration, bound]) => [label, iteration, bound])),
  )
}
