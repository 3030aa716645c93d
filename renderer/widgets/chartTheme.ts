import { useComputedColorScheme } from '@mantine/core'

/** Colors that a chart takes from the page's theme. Labels bring their own (see labelColors). */
export interface ChartColors {
  readonly text: string
  readonly dimmed: string
  readonly axis: string
  readonly grid: string
  readonly background: string
  readonly accent: string
  /** For what is not a label: waveforms, a single curve. */
  readonly neutral: string
  readonly warning: string
  /** The playhead. */
  readonly playhead: string
  /** From blue over the background to orange, for what may lie on either side of nothing; text stays readable on all. */
  readonly diverging: readonly string[]
}

const light: ChartColors = {
  text: '#1d2125',
  dimmed: '#59616a',
  axis: '#b3b9c0',
  grid: '#e8eaed',
  background: '#ffffff',
  accent: '#1f68ad',
  neutral: '#5b7083',
  warning: '#b45f06',
  playhead: '#c4320a',
  diverging: ['#5b9bd8', '#b5d3ee', '#ffffff', '#f8d2a8', '#e8923f'],
}

const dark: ChartColors = {
  text: '#dfe2e5',
  dimmed: '#a0a7ae',
  axis: '#4d545c',
  grid: '#262a2f',
  background: '#17191c',
  accent: '#4f91d0',
  neutral: '#8fa3b5',
  warning: '#f0b060',
  playhead: '#ff7a59',
  diverging: ['#2a649a', '#22415f', '#17191c', '#593718', '#964f17'],
}

export function chartColors(scheme: 'light' | 'dark'): ChartColors {
  return scheme === 'dark' ? dark : light
}

export function useChartColors(): ChartColors {
  return chartColors(useComputedColorScheme('light'))
}

/** Viridis in nine steps, for heatmaps. */
export const viridis: readonly string[] = [
  '#440154',
  '#472d7b',
  '#3b528b',
  '#2c728e',
  '#21918c',
  '#28ae80',
  '#5ec962',
  '#addc30',
  '#fde725',
]

/** Magma in nine steps, for spectrograms. */
export const magma: readonly string[] = [
  '#000004',
  '#1d1147',
  '#51127c',
  '#832681',
  '#b73779',
  '#e75263',
  '#fc8961',
  '#fec488',
  '#fcfdbf',
]

/** What ECharts itself is to look like: dense axes, quiet grid, the page's type. */
export function echartsTheme(scheme: 'light' | 'dark'): object {
  const colors = chartColors(scheme)
  const axis = {
    nameTextStyle: { color: colors.dimmed, fontSize: 11 },
    axisLine: { show: true, lineStyle: { color: colors.axis } },
    axisTick: { show: true, length: 3, lineStyle: { color: colors.axis } },
    axisLabel: { color: colors.dimmed, fontSize: 11 },
    splitLine: { lineStyle: { color: colors.grid } },
    splitArea: { show: false },
  }
  return {
    color: [colors.accent, colors.neutral],
    backgroundColor: 'transparent',
    textStyle: { color: colors.text, fontSize: 11, fontFamily: 'system-ui, "Segoe UI", "DejaVu Sans", sans-serif' },
    animationDuration: 150,
    animationDurationUpdate: 150,
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: axis,
    logAxis: axis,
    timeAxis: axis,
    legend: {
      textStyle: { color: colors.text, fontSize: 11 },
      itemWidth: 12,
      itemHeight: 8,
      inactiveColor: colors.axis,
    },
    tooltip: {
      backgroundColor: colors.background,
      borderColor: colors.axis,
      textStyle: { color: colors.text, fontSize: 12 },
      padding: [4, 8],
      transitionDuration: 0,
    },
    visualMap: { textStyle: { color: colors.dimmed, fontSize: 11 } },
  }
}
