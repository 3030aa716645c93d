import type { EChartsOption } from 'echarts'

/** What a chart shows, as rows that a CSV file or a screen reader can hold. */
export interface ChartTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

/** One chart, ready to be drawn: every function of this folder makes one from data and touches no page. */
export interface ChartPicture {
  /** A sentence that says what the data show. */
  readonly title: string
  /** One line on how to read the chart. */
  readonly reading: string
  readonly option: EChartsOption
  readonly table: ChartTable
}

/** The colors a chart draws its own marks in; they differ between the dark and the light page. */
export interface ChartInk {
  readonly text: string
  readonly muted: string
  readonly grid: string
  readonly surface: string
  readonly accent: string
  readonly unknown: string
}

/** The text colors keep a contrast of at least 4.5 to 1 against `surface`. */
export const chartInks: Readonly<Record<'dark' | 'light', ChartInk>> = {
  dark: {
    text: '#e6e7ea',
    muted: '#a3a8b0',
    grid: '#353941',
    surface: '#1a1c20',
    accent: '#5db0f5',
    unknown: '#8d929b',
  },
  light: {
    text: '#1b1d21',
    muted: '#5a606a',
    grid: '#dfe2e6',
    surface: '#ffffff',
    accent: '#0b65b8',
    unknown: '#70757e',
  },
}
