import type { EChartsOption, SeriesOption } from 'echarts'

/** The series of an option, as a list. */
export function seriesOf(option: EChartsOption): SeriesOption[] {
  const { series } = option
  return Array.isArray(series) ? series : series === undefined ? [] : [series]
}

/** The data of a series as rows of numbers; a missing value is null. */
export function pairsOf(series: SeriesOption): (number | null)[][] {
  const data: unknown = 'data' in series ? series.data : undefined
  if (!Array.isArray(data)) throw new Error('This series has no data')
  return data.map((row: unknown) => {
    if (!Array.isArray(row)) throw new Error('This series does not hold rows')
    return row.map((cell: unknown) => (typeof cell === 'number' ? cell : null))
  })
}

/** Colors of nothing in particular, for charts whose numbers are looked at. */
export const plainColors = {
  text: '#111111',
  dimmed: '#555555',
  axis: '#999999',
  grid: '#dddddd',
  background: '#ffffff',
  accent: '#1f68ad',
  neutral: '#5b7083',
  warning: '#b45f06',
  playhead: '#c4320a',
  diverging: ['#5b9bd8', '#ffffff', '#e8923f'],
}
