import type { EChartsOption, SeriesOption } from 'echarts'
import { axisNamed } from './axisNamed'
import { timeAxis, timeGrid } from './timeGrid'
import { type TimePicture } from './waveform'
import type { ChartColors } from '../widgets/chartTheme'
import { csvText, type ChartPicture } from './chartPicture'
import { percentText } from './rounded'

/** How much each component answers for each frame of one recording. */
export interface Responsibilities {
  /** Frames x components, row-major; rows sum to 1. */
  readonly values: Float32Array
  readonly frameCount: number
  readonly componentCount: number
  /** One entry a frame: 1 kept, 0 dropped. */
  readonly speech: readonly number[]
  readonly hopSeconds: number
  readonly firstMiddleSeconds: number
}

/** Responsibilities on a coarser grid of time. */
export interface ResponsibilityTrack {
  /** Middle of each step, seconds. */
  readonly seconds: readonly number[]
  /** By component, then by step; null where every frame of the step was dropped. Steps that were kept sum to 1. */
  readonly shares: readonly (readonly (number | null)[])[]
  /** Mean share of each component over all kept frames. */
  readonly meanShares: readonly number[]
  readonly keptCount: number
}

/** Averages the kept frames within each of at most `mostSteps` equal steps. */
export function responsibilityTrack(data: Responsibilities, mostSteps: number): ResponsibilityTrack {
  const { componentCount, frameCount } = data
  const framesPerStep = Math.max(1, Math.ceil(frameCount / mostSteps))
  const stepCount = Math.ceil(frameCount / framesPerStep)
  const shares = Array.from({ length: componentCount }, () => new Array<number | null>(stepCount).fill(null))
  const sums = new Float64Array(componentCount)
  const seconds: number[] = []
  let keptCount = 0
  for (let step = 0; step < stepCount; step++) {
    const first = step * framesPerStep
    const last = Math.min(frameCount, first + framesPerStep)
    seconds.push(((first + last - 1) / 2) * data.hopSeconds + data.firstMiddleSeconds)
    const within = new Float64Array(componentCount)
    let kept = 0
    for (let frame = first; frame < last; frame++) {
      if (data.speech[frame] !== 1) continue
      kept += 1
      for (let component = 0; component < componentCount; component++) {
        within[component] += data.values[frame * componentCount + component]
      }
    }
    if (kept === 0) continue
    keptCount += kept
    for (let component = 0; component < componentCount; component++) {
      shares[component][step] = within[component] / kept
      sums[component] += within[component]
    }
  }
  return { seconds, shares, meanShares: Array.from(sums, (sum) => (keptCount > 0 ? sum / keptCount : 0)), keptCount }
}

/** Beyond this many, the least responsible components are drawn together, in grey. */
const mostDrawn = 24

/**
 * Stacked areas over time, the busiest component at the bottom. `range` is the stretch in view, in seconds; gaps are
 * frames that voice activity dropped.
 */
export function responsibilitiesPicture(
  data: Responsibilities,
  colorOf: (component: number) => string,
  chosen: number | null,
  range: readonly [startSeconds: number, endSeconds: number],
  colors: ChartColors,
): ChartPicture & TimePicture {
  const track = responsibilityTrack(data, 1500)
  const order = track.meanShares
    .map((_, component) => component)
    .sort((one, other) => track.meanShares[other] - track.meanShares[one] || one - other)
  const drawn = order.length > mostDrawn ? order.slice(0, mostDrawn - 1) : order
  const together = order.slice(drawn.length)
  if (chosen !== null && together.includes(chosen)) drawn.push(...together.splice(together.indexOf(chosen), 1))
  const area = (name: string, color: string, faded: boolean, shares: readonly (number | null)[]): SeriesOption => ({
    type: 'line',
    name,
    stack: 'responsibility',
    step: false,
    showSymbol: false,
    symbol: 'none',
    connectNulls: false,
    lineStyle: { width: 0.5, color },
    itemStyle: { color },
    areaStyle: { color, opacity: faded ? 0.2 : 0.9 },
    data: shares.map((share, step) => [track.seconds[step], share ?? '-']),
  })
  const series = drawn.map((component) =>
    area(
      `Component ${component + 1}`,
      colorOf(component),
      chosen !== null && chosen !== component,
      track.shares[component],
    ),
  )
  if (together.length > 0) {
    const rest = track.seconds.map((_, step) =>
      track.shares[together[0]][step] === null
        ? null
        : together.reduce((sum, component) => sum + (track.shares[component][step] ?? 0), 0),
    )
    series.push(area(`${together.length} other components`, colors.neutral, chosen !== null, rest))
  }
  const option: EChartsOption = {
    animation: false,
    grid: { ...timeGrid, top: 8, bottom: 22, outerBoundsMode: 'none' },
    xAxis: timeAxis(range[0], range[1]),
    yAxis: {
      ...axisNamed('Responsibility'),
      type: 'value',
      min: 0,
      max: 1,
      nameGap: 40,
      nameMoveOverlap: false,
      axisLabel: { margin: 5, formatter: (value: number) => `${Math.round(value * 100)} %` },
    },
    series,
  }
  return {
    title: responsibilitiesTitle(track, order, chosen),
    howToRead:
      'At each moment the areas share out 100 % of the frame among the components. Gaps are frames that voice activity dropped.',
    option,
    readout: (seconds) => readoutAt(track, seconds),
    csv: () =>
      csvText(
        ['seconds', ...track.shares.map((_, component) => `component_${component + 1}`)],
        track.seconds.map((seconds, step) => [seconds, ...track.shares.map((shares) => shares[step])]),
      ),
  }
}

function responsibilitiesTitle(track: ResponsibilityTrack, order: readonly number[], chosen: number | null): string {
  if (track.keptCount === 0) return 'Voice activity dropped every frame of this recording'
  if (order.length === 1) return 'The only component answers for every kept frame'
  const shown = chosen ?? order[0]
  const share = percentText(track.meanShares[shown])
  return chosen === null
    ? `Component ${shown + 1} answers for the most of this recording: ${share} of its kept frames`
    : `Component ${shown + 1} answers for ${share} of this recording’s kept frames`
}

/** The three components that answer most at a time. */
function readoutAt(track: ResponsibilityTrack, seconds: number): string | null {
  const step = nearestStep(track.seconds, seconds)
  if (step === null) return null
  const shares = track.shares.map((share, component) => ({ component, share: share[step] }))
  if (shares.every(({ share }) => share === null)) return 'dropped'
  return shares
    .sort((one, other) => (other.share ?? 0) - (one.share ?? 0))
    .slice(0, 3)
    .map(({ component, share }) => `component ${component + 1}: ${percentText(share ?? 0)}`)
    .join(', ')
}

/** Index of the step whose middle is nearest; null outside of evenly spaced `middles`. */
function nearestStep(middles: readonly number[], seconds: number): number | null {
  if (middles.length === 0) return null
  const spacing = middles.length > 1 ? (middles[middles.length - 1] - middles[0]) / (middles.length - 1) : 1
  const step = Math.round((seconds - middles[0]) / spacing)
  return step >= 0 && step < middles.length ? step : null
}
