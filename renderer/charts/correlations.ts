import type { EChartsOption } from 'echarts'
import type { ChartColors } from '../widgets/chartTheme'
import { csvText, type ChartPicture } from './chartPicture'

/** How the columns of a mixture move together under one of its components. */
export interface Correlations {
  readonly columnNames: readonly string[]
  /** Row-major, each in [-1, 1]. */
  readonly values: ArrayLike<number>
  /** The component from 0; null where one matrix is that of all components. */
  readonly component: number | null
}

/** Up to this many columns, cells have room for their numbers. */
const mostNumbered = 14

/** Pairs of columns that move together less than this are not worth a sentence. */
const worthTelling = 0.1

/** The correlations as a heatmap, from moving against each other (-1) by not at all to together (1). */
export function correlationsPicture(data: Correlations, colors: ChartColors): ChartPicture {
  const { columnNames, values } = data
  const size = columnNames.length
  const cells = Array.from({ length: size * size }, (_, at) => ({ row: Math.floor(at / size), column: at % size }))
  const numbered = size <= mostNumbered
  const option: EChartsOption = {
    animation: false,
    tooltip: {
      confine: true,
      trigger: 'item',
      formatter: (at) => {
        const cell = Array.isArray(at) ? undefined : cells[at.dataIndex]
        if (cell === undefined) return ''
        return `${columnNames[cell.row]} and ${columnNames[cell.column]}: ${signed(values[cell.row * size + cell.column])}`
      },
    },
    grid: { left: 8, right: 56, top: 8, bottom: 8 },
    xAxis: { type: 'category', data: [...columnNames], axisTick: { show: false } },
    yAxis: { type: 'category', data: [...columnNames], inverse: true, axisTick: { show: false } },
    visualMap: {
      type: 'continuous',
      min: -1,
      max: 1,
      right: 0,
      top: 'middle',
      itemHeight: 110,
      itemWidth: 10,
      text: ['1', '−1'],
      inRange: { color: [...colors.diverging] },
    },
    series: [
      {
        type: 'heatmap',
        name: 'Correlation',
        data: cells.map(({ row, column }) => [column, row, values[row * size + column]]),
        label: {
          show: numbered,
          color: colors.text,
          fontSize: 9,
          formatter: ({ dataIndex }) => {
            const { row, column } = cells[dataIndex]
            return row === column ? '' : signed(values[row * size + column], 1)
          },
        },
        itemStyle: { borderColor: colors.background, borderWidth: size > 40 ? 0 : 1 },
      },
    ],
  }
  return {
    title: correlationsTitle(data),
    howToRead:
      'A cell is the correlation of two coefficients among the frames of the component: 1 when they rise together, −1 when one falls as the other rises.',
    option,
    csv: () =>
      csvText(
        ['column', ...columnNames],
        columnNames.map((name, row) => [name, ...columnNames.map((_, column) => values[row * size + column])]),
      ),
  }
}

function correlationsTitle({ columnNames, values, component }: Correlations): string {
  const size = columnNames.length
  const where = component === null ? 'In all components' : `In component ${component + 1}`
  let strongest = { row: 0, column: 0, value: 0 }
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++) {
      const value = values[row * size + column]
      if (Math.abs(value) > Math.abs(strongest.value)) strongest = { row, column, value }
    }
  }
  const { row, column, value } = strongest
  if (Math.abs(value) < worthTelling) return `${where} no two coefficients move together`
  const pair = `${columnNames[column]} and ${columnNames[row]}`
  return `${where} ${pair} move ${value > 0 ? 'together' : 'against each other'} most, by ${signed(value)}`
}

function signed(value: number, digits = 2): string {
  return value.toFixed(digits).replace('-', '−')
}
