import * as echarts from 'echarts'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeAudio } from '../src/audio/decodeAudio'
import { extractFeatures } from '../src/features/extractFeatures'
import { presetRecipe, presets } from '../src/features/presets'

const root = join(import.meta.dirname, '..')
const recording = join(root, 'resources/samples/robert/4-clock.flac')
const picture = join(root, 'docs/images/mfcc-presets.svg')
const colors = ['#2f855a', '#c05621', '#6b46c1', '#2b6cb0', '#9b2c2c']
const [width, height, top, panelHeight] = [900, 760, 40, 132]

/** c1 over time, in seconds at the middle of a frame. */
interface Course {
  readonly label: string
  readonly points: readonly (readonly [seconds: number, value: number])[]
}

/**
 * The first cepstral coefficient of one sentence by every preset: its size, and how alike its course is to HTK's. Draws
 * docs/images/mfcc-presets.svg, which docs/mfcc.md shows.
 */
export default async function comparePresets(): Promise<void> {
  const signal = await decodeAudio(recording)
  const courses = presets.map(({ name, label }): Course => {
    const recipe = presetRecipe(name, signal.sampleRateHz)
    const { data, dimensions, frameCount, columnNames } = extractFeatures(signal, recipe)
    const column = columnNames.indexOf('c1')
    const middle = recipe.framing === 'centered' ? 0 : recipe.frameSeconds / 2
    const points = Array.from(
      { length: frameCount },
      (_, i) => [i * recipe.hopSeconds + middle, data[i * dimensions + column]] as const,
    )
    return { label, points }
  })
  const byHtk = courses[presets.findIndex(({ name }) => name === 'htk')]
  console.log('| preset | frames | mean of c1 | deviation of c1 | correlation with HTK’s |\n|---|---|---|---|---|')
  for (const { label, points } of courses) {
    const values = points.map(([, value]) => value)
    const alike = correlation(
      values,
      points.map(([seconds]) => valueAt(byHtk, seconds)),
    )
    const numbers = [meanOf(values), deviationOf(values), alike].map((value) => value.toFixed(2))
    console.log(`| ${[label, points.length, ...numbers].join(' | ')} |`)
  }
  writeFileSync(picture, chartOf(courses))
  console.log(`Drawn: ${picture}`)
}

function chartOf(courses: readonly Course[]): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height })
  const last = courses.length - 1
  try {
    chart.setOption({
      animation: false,
      backgroundColor: '#ffffff',
      title: courses.map(({ label }, i) => ({
        text: label,
        left: 80,
        top: top + i * (panelHeight + 8) - 8,
        textStyle: { fontSize: 13, color: colors[i] },
      })),
      grid: courses.map((_, i) => ({
        left: 80,
        right: 30,
        top: top + i * (panelHeight + 8) + 14,
        height: panelHeight - 30,
      })),
      xAxis: courses.map((_, gridIndex) => ({
        type: 'value',
        gridIndex,
        min: 0,
        max: Math.ceil(10 * Math.max(...courses.flatMap(({ points }) => points.map(([seconds]) => seconds)))) / 10,
        axisLabel: { show: gridIndex === last },
        name: gridIndex === last ? 'seconds' : '',
        nameLocation: 'middle',
        nameGap: 26,
      })),
      yAxis: courses.map((_, gridIndex) => ({ type: 'value', gridIndex, scale: true, splitNumber: 3 })),
      series: courses.map(({ points }, i) => ({
        type: 'line',
        xAxisIndex: i,
        yAxisIndex: i,
        showSymbol: false,
        color: colors[i],
        lineStyle: { width: 1.5 },
        data: points.map((point) => point.map((value) => Number(value.toFixed(3)))),
      })),
    })
    return `${chart.renderToSVGString()}\n`
  } finally {
    chart.dispose()
  }
}

/** The course at a time, straight between its points and constant beyond its ends. */
function valueAt({ points }: Course, seconds: number): number {
  const after = points.findIndex(([time]) => time >= seconds)
  if (after <= 0) return points[after === 0 ? 0 : points.length - 1][1]
  const [[from, low], [to, high]] = [points[after - 1], points[after]]
  return low + ((high - low) * (seconds - from)) / (to - from)
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values)
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)))
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)]
  return meanOf(a.map((value, i) => (value - meanA) * (b[i] - meanB))) / (deviationOf(a) * deviationOf(b))
}
