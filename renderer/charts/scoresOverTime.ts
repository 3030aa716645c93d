import type { EChartsOption, SeriesOption } from 'echarts'
import { axisNamed } from './axisNamed'
import { timeAxis, timeGrid } from './timeGrid'
import { type TimePicture } from './waveform'
import type { ChartColors } from '../widgets/chartTheme'
import { csvText, type ChartPicture } from './chartPicture'
import { natsText, percentText } from './rounded'

/** Smoothed log-likelihood of each label over one recording. */
export interface ScoreTrack {
  readonly labels: readonly string[]
  /** Steps x labels, row-major, nats; NaN where frames were dropped. */
  readonly values: Float32Array
  readonly stepSeconds: number
  readonly firstMiddleSeconds: number
  /** Below this mean, a recording is unknown; null where there is no such rule. */
  readonly threshold: number | null
}

/** For each label, the share of the kept steps in which it is ahead of all others. */
export function leadShares(track: ScoreTrack): number[] {
  const { labels, values } = track
  const leads = new Array<number>(labels.length).fill(0)
  let kept = 0
  for (let at = 0; at + labels.length <= values.length; at += labels.length) {
    let leader = -1
    for (let label = 0; label < labels.length; label++) {
      const score = values[at + label]
      if (Number.isFinite(score) && (leader < 0 || score > values[at + leader])) leader = label
    }
    if (leader < 0) continue
    leads[leader] += 1
    kept += 1
  }
  return leads.map((count) => (kept > 0 ? count / kept : 0))
}

/** One label's course as [seconds, nats] pairs; '-' stands for a dropped step, which breaks the line. */
export function scoreLine(track: ScoreTrack, label: number): [seconds: number, nats: number | '-'][] {
  const steps = Math.floor(track.values.length / Math.max(1, track.labels.length))
  return Array.from({ length: steps }, (_, step) => {
    const score = track.values[step * track.labels.length + label]
    return [step * track.stepSeconds + track.firstMiddleSeconds, Number.isFinite(score) ? score : '-']
  })
}

/** Beyond this many labels, only those that rank best over the recording are drawn. */
const mostDrawn = 12
const dashes = ['solid', [6, 3], [2, 2], [8, 3, 2, 3]] as const

/**
 * A line a label. `ranked` are the labels from best to worst over the whole recording; lines differ in dash as well as
 * in color, and the best one is heavier. `range` is the stretch in view, in seconds.
 */
export function scoresOverTimePicture(
  track: ScoreTrack,
  ranked: readonly string[],
  colorOf: (label: string) => string,
  range: readonly [startSeconds: number, endSeconds: number],
  colors: ChartColors,
): ChartPicture & TimePicture {
  const place = new Map(ranked.map((label, rank) => [label, rank]))
  const order = track.labels
    .map((_, label) => label)
    .sort(
      (one, other) =>
        (place.get(track.labels[one]) ?? Infinity) - (place.get(track.labels[other]) ?? Infinity) || one - other,
    )
  const drawn = order.slice(0, mostDrawn)
  const series: SeriesOption[] = drawn.map((label, rank) => {
    const color = colorOf(track.labels[label])
    return {
      type: 'line',
      name: track.labels[label],
      symbol: 'none',
      connectNulls: false,
      lineStyle: {
        color,
        width: rank === 0 ? 2.5 : 1.25,
        type: [...dashes][rank === 0 ? 0 : rank % dashes.length] as 'solid',
      },
      itemStyle: { color },
      data: scoreLine(track, label),
      z: rank === 0 ? 4 : 3,
    }
  })
  if (track.threshold !== null) series.push(thresholdSeries(track.threshold, range, colors))
  const option: EChartsOption = {
    animation: false,
    legend: {
      type: 'scroll',
      top: 0,
      ...timeGrid,
      itemHeight: 10,
      itemWidth: 22,
      icon: 'inherit',
      itemStyle: { opacity: 0 },
      textStyle: { color: colors.text, fontSize: 11 },
      pageIconColor: colors.text,
      pageIconInactiveColor: colors.grid,
      pageTextStyle: { color: colors.dimmed },
      inactiveColor: colors.dimmed,
      data: drawn.map((label) => track.labels[label]),
    },
    grid: { ...timeGrid, top: 28, bottom: 22, outerBoundsMode: 'none' },
    xAxis: timeAxis(range[0], range[1]),
    yAxis: {
      ...axisNamed('Log-likelihood (nats)'),
      type: 'value',
      scale: true,
      nameGap: 40,
      nameMoveOverlap: false,
      axisLabel: { margin: 5 },
    },
    series,
  }
  return {
    title: scoresTitle(track),
    howToRead:
      'The label whose line lies highest explains that moment best. A recording whose best mean lies under the dashed threshold is unknown. Gaps were dropped as silence.',
    option,
    readout: (seconds) => readoutAt(track, seconds),
    csv: () =>
      csvText(
        ['seconds', ...track.labels],
        scoreLine(track, 0).map(([seconds], step) => [
          seconds,
          ...track.labels.map((_, label) => {
            const score = track.values[step * track.labels.length + label]
            return Number.isFinite(score) ? score : null
          }),
        ]),
      ),
  }
}

/** The threshold as a line across the stretch in view, with its name and value at its end. */
function thresholdSeries(threshold: number, range: readonly [number, number], colors: ChartColors): SeriesOption {
  return {
    type: 'line',
    name: 'Threshold for unknown',
    showSymbol: false,
    silent: true,
    lineStyle: { color: colors.text, width: 1, type: [3, 3] },
    itemStyle: { color: colors.text },
    endLabel: {
      show: true,
      formatter: `unknown below ${natsText(threshold)}`,
      color: colors.text,
      backgroundColor: colors.background,
      padding: [1, 3],
      fontSize: 11,
      align: 'right',
      verticalAlign: 'bottom',
      distance: 0,
    },
    data: [
      [range[0], threshold],
      [range[1], threshold],
    ],
    z: 2,
  }
}

function scoresTitle(track: ScoreTrack): string {
  const shares = leadShares(track)
  const leader = shares.reduce((best, share, label) => (share > shares[best] ? label : best), 0)
  if (track.labels.length === 0 || !(shares[leader] > 0)) return 'Voice activity dropped every frame of this recording'
  if (track.labels.length === 1) return `Only ${track.labels[0]} is in this bank: nothing else competes`
  const drawn =
    track.labels.length > mostDrawn ? `; the ${mostDrawn} best of ${track.labels.length} labels are drawn` : ''
  return `${track.labels[leader]} leads for ${percentText(shares[leader])} of the kept time${drawn}`
}

/** The three best labels at a time. */
function readoutAt(track: ScoreTrack, seconds: number): string | null {
  const count = track.labels.length
  const step = Math.round((seconds - track.firstMiddleSeconds) / track.stepSeconds)
  if (step < 0 || (step + 1) * count > track.values.length) return null
  const scores = track.labels.map((label, at) => ({ label, score: track.values[step * count + at] }))
  if (scores.every(({ score }) => !Number.isFinite(score))) return 'dropped'
  return scores
    .sort((one, other) => other.score - one.score)
    .slice(0, 3)
    .map(({ label, score }) => `${label} ${natsText(score)}`)
    .join(', ')
}
