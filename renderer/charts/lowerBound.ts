import type { EChartsOption } from 'echarts'
import { axisNamed } from './axisNamed'
import type { ChartColors } from '../widgets/chartTheme'
import { csvText, type ChartPicture } from './chartPicture'
import { countText, natsText } from './rounded'

/** The fit of one label: its mean per-frame log-likelihood, nats, one entry an iteration. */
export interface FitCurve {
  readonly label: string
  readonly lowerBounds: readonly number[]
}

const cellHeight = 112

/** Pixels that small multiples of `curveCount` curves need in `columns` columns. */
export function lowerBoundsHeight(curveCount: number, columns: number): number {
  return Math.max(1, Math.ceil(curveCount / columns)) * cellHeight
}

/** How many small multiples stand side by side on `widthPixels`. */
export function lowerBoundsColumns(widthPixels: number): number {
  return Math.max(1, Math.floor(widthPixels / 190))
}

/**
 * One small chart a label, all on the same two scales, so that a label that learned less or stopped earlier shows.
 * The vertical scale begins where the second iteration stood, because the first step is so long that it hides the rest.
 */
export function lowerBoundsPicture(
  curves: readonly FitCurve[],
  colorOf: (label: string) => string,
  columns: number,
  colors: ChartColors,
): ChartPicture {
  const rowCount = Math.max(1, Math.ceil(curves.length / columns))
  const lastIteration = Math.max(1, ...curves.map((curve) => curve.lowerBounds.length))
  const [low, high] = valueRange(curves)
  const place = (index: number): { left: string; top: string; width: string; height: string } => ({
    left: `${(100 * (index % columns)) / columns + 34 / columns / 4}%`,
    top: `${(100 * Math.floor(index / columns)) / rowCount + 22 / rowCount}%`,
    width: `${100 / columns - 34 / columns / 2}%`,
    height: `${58 / rowCount}%`,
  })
  const option: EChartsOption = {
    animation: false,
    tooltip: { confine: true, trigger: 'axis', valueFormatter: (value) => `${natsText(Number(value))} nats` },
    title: curves.map((curve, index) => ({
      text: curve.label,
      subtext:
        curve.lowerBounds.length === 0
          ? 'waiting'
          : `${natsText(curve.lowerBounds[curve.lowerBounds.length - 1])} nats`,
      left: `${(100 * (index % columns)) / columns + 34 / columns / 4}%`,
      top: `${(100 * Math.floor(index / columns)) / rowCount}%`,
      padding: 0,
      itemGap: 1,
      textStyle: { color: colors.text, fontSize: 11, fontWeight: 600, width: 150, overflow: 'truncate' as const },
      subtextStyle: { color: colors.dimmed, fontSize: 11 },
    })),
    grid: curves.map((_, index) => ({ ...place(index), outerBoundsMode: 'none' as const })),
    xAxis: curves.map((_, index) => ({
      type: 'value' as const,
      gridIndex: index,
      min: 1,
      max: Math.max(2, lastIteration),
      axisLabel: { show: false },
      splitLine: { show: false },
      axisTick: { show: false },
    })),
    yAxis: curves.map((_, index) => ({
      type: 'value' as const,
      gridIndex: index,
      min: low,
      max: high,
      axisLabel: { show: false },
      splitLine: { show: false },
    })),
    series: curves.map((curve, index) => ({
      type: 'line' as const,
      name: curve.label,
      xAxisIndex: index,
      yAxisIndex: index,
      showSymbol: curve.lowerBounds.length === 1,
      clip: true,
      lineStyle: { width: 1.5, color: colorOf(curve.label) },
      itemStyle: { color: colorOf(curve.label) },
      data: curve.lowerBounds.map((bound, iteration) => [iteration + 1, bound]),
    })),
  }
  return { title: multiplesTitle(curves), howToRead: multiplesReading, option, csv: () => boundsCsv(curves) }
}

/** The lower bound of one fit by iteration, with both axes named. */
export function lowerBoundPicture(curve: FitCurve, color: string, converged: boolean): ChartPicture {
  const option: EChartsOption = {
    animation: false,
    tooltip: { confine: true, trigger: 'axis', valueFormatter: (value) => `${natsText(Number(value))} nats` },
    grid: { left: 8, right: 16, top: 12, bottom: 8 },
    xAxis: {
      ...axisNamed('Iteration'),
      type: 'value',
      min: 1,
      max: Math.max(2, curve.lowerBounds.length),
      minInterval: 1,
    },
    yAxis: { ...axisNamed('Log-likelihood (nats per frame)'), type: 'value', scale: true },
    series: [
      {
        type: 'line',
        name: curve.label,
        showSymbol: curve.lowerBounds.length < 40,
        symbolSize: 4,
        lineStyle: { width: 2, color },
        itemStyle: { color },
        data: curve.lowerBounds.map((bound, iteration) => [iteration + 1, bound]),
      },
    ],
  }
  return { title: fitTitle(curve, converged), howToRead: fitReading, option, csv: () => boundsCsv([curve]) }
}

const multiplesReading =
  'Each curve is the log-likelihood of a label’s frames under its mixture, iteration by iteration, on one scale: it climbs and then flattens.'
const fitReading = 'Expectation maximization never lowers this curve; the fit ends where it hardly rises any more.'

function multiplesTitle(curves: readonly FitCurve[]): string {
  const begun = curves.filter((curve) => curve.lowerBounds.length > 0)
  if (begun.length === 0) return 'No label has taken its first step yet'
  const steps = Math.max(...begun.map((curve) => curve.lowerBounds.length))
  const waiting = curves.length - begun.length
  const head = `${countText(begun.length, 'label')} under way, up to ${countText(steps, 'iteration')}`
  return waiting > 0 ? `${head}; ${waiting} still waiting` : head
}

function fitTitle(curve: FitCurve, converged: boolean): string {
  const iterations = curve.lowerBounds.length
  if (iterations === 0) return 'No iterations were recorded for this fit'
  const gain = curve.lowerBounds[iterations - 1] - curve.lowerBounds[0]
  const end = converged ? 'settled' : 'was stopped before it settled,'
  return `The fit ${end} after ${countText(iterations, 'iteration')}, ${natsText(gain)} nats per frame above its start`
}

function valueRange(curves: readonly FitCurve[]): [low: number, high: number] {
  const shown = curves.flatMap((curve) =>
    curve.lowerBounds.length > 1 ? curve.lowerBounds.slice(1) : curve.lowerBounds,
  )
  const finite = shown.filter(Number.isFinite)
  if (finite.length === 0) return [0, 1]
  const low = finite.reduce((least, bound) => Math.min(least, bound), Infinity)
  const high = finite.reduce((most, bound) => Math.max(most, bound), -Infinity)
  const air = Math.max((high - low) * 0.06, 1e-6)
  return [low - air, high + air]
}

function boundsCsv(curves: readonly FitCurve[]): string {
  return csvText(
    ['label', 'iteration', 'lower_bound_nats_per_frame'],
    curves.flatMap(({ label, lowerBounds }) => lowerBounds.map((bound, index) => [label, index + 1, bound])),
  )
}
