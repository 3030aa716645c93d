import type { EChartsOption, SeriesOption } from 'echarts'
import { axisNamed } from './axisNamed'
import type { ChartColors } from '../widgets/chartTheme'
import { csvText, type ChartPicture } from './chartPicture'
import { ellipse, shareWithin, type Covariance2, type Point } from './ellipse'
import { countText, percentText } from './rounded'
import { byWeight } from './weights'

/** One frame of the scatter and where it comes from. */
export interface ScatterPoint {
  readonly x: number
  readonly y: number
  /** The component most responsible for it. */
  readonly component: number
  readonly recordingId: number
  readonly frameIndex: number
}

export interface ScatterComponent {
  readonly weight: number
  readonly mean: Point
  readonly covariance: Covariance2
}

export interface ScatterData {
  readonly axisNames: readonly [string, string]
  readonly points: readonly ScatterPoint[]
  /** Of how many frames `points` are a sample. */
  readonly frameCount: number
  readonly components: readonly ScatterComponent[]
}

const pointColumns = 5

/** Reads rows of (x, y, component, recording, frame), as the engine sends them. */
export function scatterPoints(values: Float32Array): ScatterPoint[] {
  return Array.from({ length: Math.floor(values.length / pointColumns) }, (_, row) => {
    const at = row * pointColumns
    return {
      x: values[at],
      y: values[at + 1],
      component: values[at + 2],
      recordingId: values[at + 3],
      frameIndex: values[at + 4],
    }
  })
}

/** At most `most` of the entries, evenly spaced over all of them. */
export function decimated<Entry>(entries: readonly Entry[], most: number): readonly Entry[] {
  if (entries.length <= most) return entries
  return Array.from({ length: most }, (_, index) => entries[Math.floor((index * entries.length) / most)])
}

/** Beyond this many ellipses nothing can be told from them any more. */
const mostDrawn = 64

/** The heaviest components, and the chosen one, in their own order. */
function componentsDrawn(components: readonly ScatterComponent[], chosen: number | null): number[] {
  const heaviest = byWeight(components.map(({ weight }) => weight)).slice(0, mostDrawn)
  if (chosen !== null && chosen < components.length && !heaviest.includes(chosen)) heaviest.push(chosen)
  return heaviest.sort((one, other) => one - other)
}

/**
 * Frames as points in the color of their component, with the ellipses of 1 and 2 standard deviations and the
 * component's number at its mean, so that colors are not needed to tell them apart. A chosen component lies on top and
 * the others fade. Of very many components, the heaviest have ellipses and the frames of the rest are grey. Each point's third and fourth value are the recording and the frame it stands for.
 */
export function componentScatterPicture(
  data: ScatterData,
  colorOf: (component: number) => string,
  chosen: number | null,
  colors: ChartColors,
  mostPoints = 20_000,
): ChartPicture {
  const points = decimated(data.points, mostPoints)
  const byComponent = data.components.map((): ScatterPoint[] => [])
  for (const point of points) byComponent[point.component]?.push(point)
  const order = componentsDrawn(data.components, chosen)
  if (chosen !== null) order.sort((one, other) => Number(one === chosen) - Number(other === chosen))
  const faded = (component: number): boolean => chosen !== null && chosen !== component
  const symbolSize = points.length > 8000 ? 2.5 : points.length > 2000 ? 3.5 : 5
  const clouds: SeriesOption[] = order.map((component) => ({
    type: 'scatter',
    id: `frames-${component}`,
    name: `Component ${component + 1}`,
    symbolSize,
    itemStyle: { color: colorOf(component), opacity: faded(component) ? 0.08 : 0.45 },
    emphasis: { scale: 2, itemStyle: { opacity: 1 } },
    data: byComponent[component].map((point) => [point.x, point.y, point.recordingId, point.frameIndex]),
    z: chosen === component ? 3 : 2,
  }))
  const others = byComponent.flatMap((own, component) => (order.includes(component) ? [] : own))
  if (others.length > 0) {
    clouds.unshift({
      type: 'scatter',
      id: 'frames-others',
      name: 'Lighter components',
      symbolSize,
      itemStyle: { color: colors.neutral, opacity: chosen === null ? 0.3 : 0.08 },
      data: others.map((point) => [point.x, point.y, point.recordingId, point.frameIndex]),
    })
  }
  const rings: SeriesOption[] = order.flatMap((component) =>
    [1, 2].map((sigmas): SeriesOption => {
      const { mean, covariance } = data.components[component]
      return {
        type: 'line',
        id: `ring-${component}-${sigmas}`,
        name: `Component ${component + 1}`,
        silent: true,
        showSymbol: false,
        clip: true,
        tooltip: { show: false },
        lineStyle: {
          color: colorOf(component),
          width: chosen === component ? 2.5 : 1.5,
          type: sigmas === 1 ? 'solid' : [5, 4],
          opacity: faded(component) ? 0.25 : 1,
        },
        data: ellipse(mean, covariance, sigmas).map(([x, y]) => [x, y]),
        z: chosen === component ? 6 : 5,
      }
    }),
  )
  const numbers: SeriesOption = {
    type: 'scatter',
    id: 'means',
    name: 'Means',
    symbol: 'circle',
    symbolSize: 17,
    tooltip: { show: false },
    itemStyle: { color: colors.background },
    label: { show: true, formatter: '{b}', color: colors.text, fontSize: 10, fontWeight: 600 },
    data: order.map((component) => ({
      id: component,
      name: String(component + 1),
      value: [...data.components[component].mean],
      itemStyle: {
        borderColor: colorOf(component),
        borderWidth: chosen === component ? 3 : 1.5,
        opacity: faded(component) ? 0.5 : 1,
      },
      label: { opacity: faded(component) ? 0.6 : 1 },
    })),
    z: 8,
  }
  const option: EChartsOption = {
    animation: false,
    tooltip: { confine: true, trigger: 'item' },
    grid: { left: 8, right: 16, top: 12, bottom: 8 },
    xAxis: { ...axisNamed(data.axisNames[0]), type: 'value', scale: true },
    yAxis: { ...axisNamed(data.axisNames[1]), type: 'value', scale: true },
    dataZoom: [
      { type: 'inside', xAxisIndex: 0, filterMode: 'none' },
      { type: 'inside', yAxisIndex: 0, filterMode: 'none' },
    ],
    series: [...clouds, ...rings, numbers],
  }
  return {
    title: scatterTitle(data, points.length, chosen),
    howToRead: `A point is a frame. Solid ellipses hold ${percentText(shareWithin(1), 1)} of a component’s frames where it is Gaussian, dashed ones ${percentText(shareWithin(2), 1)}. Click a point to go to its moment, a number to choose its component.`,
    option,
    csv: () =>
      csvText(
        [data.axisNames[0], data.axisNames[1], 'component', 'recording_id', 'frame'],
        points.map(({ x, y, component, recordingId, frameIndex }) => [x, y, component + 1, recordingId, frameIndex]),
      ),
  }
}

function scatterTitle(data: ScatterData, shown: number, chosen: number | null): string {
  if (shown === 0) return 'No training frames are at hand: only the mixture itself is drawn'
  const frames =
    shown < data.frameCount
      ? `${shown.toLocaleString('en-US')} of ${countText(data.frameCount, 'frame')}`
      : countText(shown, 'frame')
  const some = data.components.length > mostDrawn ? `, of which the ${mostDrawn} heaviest are drawn` : ''
  if (chosen === null) return `${frames} under ${countText(data.components.length, 'component')}${some}`
  const own = data.points.filter(({ component }) => component === chosen).length
  return `Component ${chosen + 1} answers most for ${percentText(own / data.points.length)} of the frames shown`
}
