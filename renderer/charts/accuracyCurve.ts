import type { EChartsOption, SeriesOption } from 'echarts'
import { axisNamed } from './axisNamed'
import type { ChartColors } from '../widgets/chartTheme'
import { csvText, type ChartPicture } from './chartPicture'
import { percentText } from './rounded'

/** A share that was counted, with its 95 % interval. */
export interface Rate {
  readonly share: number
  readonly interval: readonly [low: number, high: number]
  readonly hits: number
  readonly trials: number
}

/** Results of the first seconds of each recording; null seconds: of the whole. */
export interface LengthStep {
  readonly seconds: number | null
  readonly recordings: number
  readonly accuracy: Rate
  readonly equalErrorRate: number | null
}

/** Results by how much each label learned from. */
export interface TrainingStep {
  readonly minutes: number
  readonly recordings: number
  readonly accuracy: Rate
}

interface Step {
  readonly words: string
  readonly recordings: number
  readonly accuracy: Rate
}

/** A round tenth below all intervals, so that steps which differ little can be told apart. */
export function lowestShown(rates: readonly Rate[]): number {
  const lowest = Math.min(1, ...rates.map(({ interval }) => interval[0]))
  return Math.max(0, Math.floor(lowest * 10 - 0.25) / 10)
}

function curveOption(steps: readonly Step[], axisName: string, colors: ChartColors): EChartsOption {
  const whiskers: SeriesOption = {
    type: 'custom',
    name: '95 % interval',
    silent: true,
    z: 2,
    renderItem: (_params, api) => {
      const at = api.value(0)
      const [x, low] = api.coord([at, api.value(1)])
      const [, high] = api.coord([at, api.value(2)])
      const line = (x1: number, y1: number, x2: number, y2: number) => ({
        type: 'line' as const,
        shape: { x1, y1, x2, y2 },
        style: { stroke: colors.accent, lineWidth: 1.5 },
      })
      return {
        type: 'group',
        children: [line(x, low, x, high), line(x - 4, low, x + 4, low), line(x - 4, high, x + 4, high)],
      }
    },
    data: steps.map(({ accuracy: { interval } }, at) => [at, interval[0], interval[1]]),
  }
  return {
    animation: false,
    tooltip: {
      confine: true,
      trigger: 'axis',
      formatter: (items) => {
        const [item] = Array.isArray(items) ? items : [items]
        const step = item ? steps[item.dataIndex] : undefined
        return step ? `${step.words}: ${rateWords(step.accuracy)}` : ''
      },
    },
    grid: { left: 8, right: 20, top: 16, bottom: 8 },
    xAxis: {
      ...axisNamed(axisName),
      type: 'category',
      data: steps.map(({ words }) => words),
      axisLabel: { interval: 0, hideOverlap: true },
    },
    yAxis: {
      ...axisNamed('Accuracy'),
      type: 'value',
      min: lowestShown(steps.map(({ accuracy }) => accuracy)),
      max: 1,
      axisLabel: { formatter: (share: number) => `${Number((share * 100).toPrecision(3))} %` },
    },
    series: [
      {
        type: 'line',
        name: 'Accuracy',
        symbol: 'circle',
        symbolSize: 8,
        lineStyle: { color: colors.accent, width: 2 },
        itemStyle: { color: colors.accent },
        data: steps.map(({ accuracy }) => accuracy.share),
        z: 3,
      },
      whiskers,
    ],
  }
}

function rateWords({ share, interval, hits, trials }: Rate): string {
  return `${percentText(share, 1)} (${hits.toLocaleString('en-US')} of ${trials.toLocaleString('en-US')}), 95 % interval ${percentText(interval[0], 1)} to ${percentText(interval[1], 1)}`
}

const howToRead =
  'A dot is an accuracy, its whiskers the 95 % interval: where intervals overlap widely, chance may be all there is.'

/** Accuracy against how much of a recording is heard. */
export function accuracyByLengthPicture(steps: readonly LengthStep[], colors: ChartColors): ChartPicture {
  const worded = steps.map((step) => ({
    ...step,
    words: step.seconds === null ? 'whole' : `${Number(step.seconds.toPrecision(3))} s`,
  }))
  return {
    title: lengthTitle(worded),
    howToRead,
    option: curveOption(worded, 'Heard of each recording', colors),
    csv: () =>
      csvText(
        ['seconds', 'recordings', 'accuracy', 'low', 'high', 'equal_error_rate'],
        steps.map(({ seconds, recordings, accuracy, equalErrorRate }) => [
          seconds,
          recordings,
          accuracy.share,
          ...accuracy.interval,
          equalErrorRate,
        ]),
      ),
  }
}

/** Accuracy against how much each label learned from. */
export function accuracyByTrainingPicture(steps: readonly TrainingStep[], colors: ChartColors): ChartPicture {
  const worded = steps.map((step) => ({ ...step, words: minutesText(step.minutes) }))
  return {
    title: trainingTitle(worded),
    howToRead,
    option: curveOption(worded, 'Learned from, a label', colors),
    csv: () =>
      csvText(
        ['minutes', 'recordings', 'accuracy', 'low', 'high'],
        steps.map(({ minutes, recordings, accuracy }) => [minutes, recordings, accuracy.share, ...accuracy.interval]),
      ),
  }
}

/** Minutes as people say them: 12 s, 1.5 min. */
export function minutesText(minutes: number): string {
  return minutes < 1 ? `${Number((minutes * 60).toPrecision(2))} s` : `${Number(minutes.toPrecision(2))} min`
}

function lengthTitle(steps: readonly Step[]): string {
  const [first] = steps
  const last = steps.at(-1)
  if (!first || !last) return 'Nothing was measured by length'
  if (steps.length === 1) return `Heard as a whole, ${percentText(last.accuracy.share, 1)} are right`
  return `${first.words} is enough for ${percentText(first.accuracy.share, 1)}; ${last.words === 'whole' ? 'whole recordings reach' : `${last.words} reaches`} ${percentText(last.accuracy.share, 1)}`
}

function trainingTitle(steps: readonly Step[]): string {
  const last = steps.at(-1)
  const before = steps.at(-2)
  if (!last) return 'Nothing was measured by the amount of training'
  if (!before) return `With ${last.words} a label, ${percentText(last.accuracy.share, 1)} are right`
  // More material is worth having where the last step gained what chance alone would not.
  const gained = last.accuracy.interval[0] > before.accuracy.share
  return gained
    ? `More recordings would still help: from ${before.words} to ${last.words} a label, accuracy rose from ${percentText(before.accuracy.share, 1)} to ${percentText(last.accuracy.share, 1)}`
    : `The last step, from ${before.words} to ${last.words} a label, gained nothing that is beyond chance`
}
