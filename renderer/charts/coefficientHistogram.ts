import type { EChartsOption, SeriesOption } from 'echarts'
import { axisNamed } from './axisNamed'
import type { ChartColors } from '../widgets/chartTheme'
import { csvText, type ChartPicture } from './chartPicture'
import { countText } from './rounded'

/** One component seen along one coefficient. */
export interface Component1 {
  readonly weight: number
  readonly mean: number
  readonly variance: number
}

/** Bars whose areas sum to 1 over the values that are finite. */
export interface Histogram {
  readonly start: number
  readonly binWidth: number
  readonly densities: readonly number[]
}

/** A histogram of density; the number of bins follows Freedman and Diaconis (1981), between 8 and 80. */
export function histogram(values: readonly number[]): Histogram {
  const sorted = values.filter(Number.isFinite).sort((one, other) => one - other)
  const low = sorted[0] ?? 0
  const high = sorted[sorted.length - 1] ?? 1
  const quartile = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0
  const ideal = (2 * (quartile(0.75) - quartile(0.25))) / Math.cbrt(Math.max(1, sorted.length))
  const span = Math.max(high - low, 1e-9)
  const bins = Math.min(80, Math.max(8, ideal > 0 ? Math.ceil(span / ideal) : 8))
  const binWidth = span / bins
  const counts = new Array<number>(bins).fill(0)
  for (const value of sorted) counts[Math.min(bins - 1, Math.floor((value - low) / binWidth))] += 1
  return { start: low, binWidth, densities: counts.map((count) => count / Math.max(1, sorted.length) / binWidth) }
}

/** Density of a normal variable at `x`. */
export function normalDensity(x: number, mean: number, variance: number): number {
  return Math.exp((-(x - mean) * (x - mean)) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance)
}

/** Density of the mixture at `x`: the sum of the components' densities, each times its weight. */
export function mixtureDensity(x: number, components: readonly Component1[]): number {
  return components.reduce((sum, { weight, mean, variance }) => sum + weight * normalDensity(x, mean, variance), 0)
}

/**
 * A histogram of one coefficient with the density of the mixture over it, each component's part, and a single Gaussian
 * of the same mean and variance for comparison.
 */
export function coefficientHistogramPicture(
  values: readonly number[],
  components: readonly Component1[],
  axisName: string,
  colorOf: (component: number) => string,
  chosen: number | null,
  colors: ChartColors,
): ChartPicture {
  const bars = histogram(values)
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length)
  const span = bars.binWidth * bars.densities.length
  const grid = Array.from({ length: 201 }, (_, index) => bars.start - span * 0.04 + (span * 1.08 * index) / 200)
  const curve = (
    name: string,
    color: string,
    width: number,
    dash: 'solid' | number[],
    density: (x: number) => number,
  ): SeriesOption => ({
    type: 'line',
    name,
    showSymbol: false,
    lineStyle: { color, width, type: dash },
    itemStyle: { color },
    data: grid.map((x) => [x, density(x)]),
  })
  const series: SeriesOption[] = [
    {
      type: 'line',
      name: 'Frames',
      step: 'end',
      showSymbol: false,
      lineStyle: { color: colors.dimmed, width: 1 },
      itemStyle: { color: colors.dimmed },
      areaStyle: { color: colors.dimmed, opacity: 0.25 },
      data: [
        [bars.start, 0],
        ...bars.densities.map((density, bin) => [bars.start + bin * bars.binWidth, density]),
        [bars.start + span, bars.densities[bars.densities.length - 1] ?? 0],
      ].map(([x, y], index, all) => (index === 0 ? [x, all[1]?.[1] ?? y] : [x, y])),
    },
    ...components.map((component, index) =>
      curve(
        `Component ${index + 1}`,
        colorOf(index),
        chosen === index ? 2.5 : 1,
        'solid',
        (x) => component.weight * normalDensity(x, component.mean, component.variance),
      ),
    ),
  ]
  if (variance > 0)
    series.push(curve('A single Gaussian', colors.dimmed, 1.5, [4, 4], (x) => normalDensity(x, mean, variance)))
  series.push(curve('Mixture', colors.text, 2, 'solid', (x) => mixtureDensity(x, components)))
  const option: EChartsOption = {
    animation: false,
    tooltip: { confine: true, trigger: 'axis', valueFormatter: (value) => Number(value).toPrecision(3) },
    grid: { left: 8, right: 16, top: 12, bottom: 8 },
    xAxis: { ...axisNamed(axisName), type: 'value', scale: true, splitLine: { show: false } },
    yAxis: { ...axisNamed('Density'), type: 'value', min: 0 },
    series,
  }
  return {
    title: histogramTitle(values.length, components, axisName, grid, mean, variance),
    howToRead:
      'Grey: the frames. Heavy line: the mixture along this coefficient. Thin lines: each component’s part. Dashed: one Gaussian for comparison.',
    option,
    csv: () =>
      csvText(
        [axisName, 'frames_density', 'mixture_density'],
        bars.densities.map((density, bin) => {
          const middle = bars.start + (bin + 0.5) * bars.binWidth
          return [middle, density, mixtureDensity(middle, components)]
        }),
      ),
  }
}

function histogramTitle(
  count: number,
  components: readonly Component1[],
  axisName: string,
  grid: readonly number[],
  mean: number,
  variance: number,
): string {
  if (count === 0) return `No frames of ${axisName} are at hand`
  const density = grid.map((x) => mixtureDensity(x, components))
  const peaks = density.filter(
    (here, at) => at > 0 && here > density[at - 1] && here > (density[at + 1] ?? here),
  ).length
  const step = grid[1] - grid[0]
  const apart =
    variance > 0
      ? grid.reduce((sum, x, at) => sum + Math.abs(density[at] - normalDensity(x, mean, variance)) * step, 0) / 2
      : 1
  return `Along ${axisName} the mixture has ${countText(Math.max(1, peaks), 'peak')} and ${
    apart < 0.05
      ? 'is close to a single Gaussian'
      : `differs from a single Gaussian in ${Math.round(apart * 100)} % of its mass`
  }`
}
