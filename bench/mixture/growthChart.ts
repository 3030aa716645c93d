import * as echarts from 'echarts'
import type { Precision } from '../../src/mixture/precision'

/** Milliseconds of one iteration, diagonal covariances. */
export interface GrowthPoint {
  readonly growing: 'frames' | 'components' | 'dims'
  readonly frames: number
  readonly components: number
  readonly dims: number
  readonly workers: number
  readonly precision: Precision
  readonly msPerIteration: number
}

const width = 1100
const height = 420
const panels = [
  { growing: 'frames', title: 'frames N (K = 32, D = 13)' },
  { growing: 'components', title: 'components K (N = 100,000, D = 13)' },
  { growing: 'dims', title: 'columns D (N = 100,000, K = 32)' },
] as const
const lines = [
  { precision: 'float64', workers: 1, color: '#c05621', type: 'dashed' },
  { precision: 'float64', workers: 2, color: '#c05621', type: 'solid' },
  { precision: 'float32', workers: 1, color: '#2b6cb0', type: 'dashed' },
  { precision: 'float32', workers: 2, color: '#2b6cb0', type: 'solid' },
] as const

/** The growth as an SVG picture: three panels, both axes logarithmic, so that proportion is a slope of 1. */
export function growthChart(points: readonly GrowthPoint[]): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption({
      animation: false,
      backgroundColor: '#ffffff',
      legend: { top: 8, data: lines.map(nameOf) },
      grid: panels.map((_, index) => ({ left: `${6 + 32 * index}%`, width: '26%', top: 60, bottom: 60 })),
      xAxis: panels.map(({ title }, gridIndex) => {
        return { type: 'log', gridIndex, name: title, nameLocation: 'middle', nameGap: 34 }
      }),
      yAxis: panels.map((_, gridIndex) => {
        return { type: 'log', gridIndex, name: gridIndex === 0 ? 'ms an iteration' : '' }
      }),
      series: panels.flatMap(({ growing }, index) =>
        lines.map((line) => ({
          type: 'line',
          name: nameOf(line),
          xAxisIndex: index,
          yAxisIndex: index,
          symbolSize: 5,
          color: line.color,
          lineStyle: { type: line.type },
          data: points
            .filter((point) => point.growing === growing)
            .filter(({ precision, workers }) => precision === line.precision && workers === line.workers)
            .map((point) => [point[growing], point.msPerIteration]),
        })),
      ),
    })
    return `${chart.renderToSVGString()}\n`
  } finally {
    chart.dispose()
  }
}

function nameOf({ precision, workers }: (typeof lines)[number]): string {
  return `${precision}, ${workers} ${workers === 1 ? 'worker' : 'workers'}`
}
