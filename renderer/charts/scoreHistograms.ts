import type { EChartsOption, SeriesOption } from 'echarts'
import { axisNamed } from './axisNamed'
import type { ChartColors } from '../widgets/chartTheme'
import { csvText, type ChartPicture } from './chartPicture'
import { thresholdText } from './operatingPoint'
import { countText, percentText } from './rounded'

/** Counts of scores in equal bins. */
export interface ScoreHistogram {
  readonly from: number
  readonly to: number
  readonly targets: readonly number[]
  readonly impostors: readonly number[]
}

/** Where a threshold is drawn: what accepts nothing stands at the right end. */
export function placeOfThreshold(threshold: number | null, { from, to }: ScoreHistogram): number {
  return threshold === null ? to : Math.min(to, Math.max(from, threshold))
}

/** The outline of a histogram as a step line, in shares of its own number of scores. */
export function outline(counts: readonly number[], from: number, to: number): [x: number, share: number][] {
  const total = Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  )
  const width = (to - from) / Math.max(1, counts.length)
  return [
    [from, 0],
    ...counts.flatMap((count, bin): [number, number][] => [
      [from + bin * width, count / total],
      [from + (bin + 1) * width, count / total],
    ]),
    [to, 0],
  ]
}

/** The share of both histograms' mass that lies under the other, 0 for kinds that never meet. */
export function overlap({ targets, impostors }: ScoreHistogram): number {
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)
  const [ofTargets, ofImpostors] = [sum(targets), sum(impostors)]
  if (ofTargets === 0 || ofImpostors === 0) return 0
  return targets.reduce(
    (shared, count, bin) => shared + Math.min(count / ofTargets, (impostors[bin] ?? 0) / ofImpostors),
    0,
  )
}

/** Scores of targets and of impostors, each in shares of its own, with the threshold as a line to drag. */
export function scoreHistogramsPicture(
  histogram: ScoreHistogram,
  threshold: number | null,
  names: { readonly targets: string; readonly impostors: string },
  colors: ChartColors,
): ChartPicture {
  const { from, to, targets, impostors } = histogram
  const line = placeOfThreshold(threshold, histogram)
  const kind = (name: string, counts: readonly number[], color: string, dash: 'solid' | number[]): SeriesOption => ({
    type: 'line',
    name,
    symbol: 'none',
    lineStyle: { color, width: 1.5, type: dash },
    itemStyle: { color },
    areaStyle: { color, opacity: dash === 'solid' ? 0.3 : 0.14 },
    data: outline(counts, from, to),
  })
  const width = (to - from) / Math.max(1, targets.length)
  const option: EChartsOption = {
    animation: false,
    legend: { top: 0, right: 8, icon: 'inherit', itemWidth: 22, itemHeight: 10, itemStyle: { opacity: 0 } },
    tooltip: {
      confine: true,
      trigger: 'axis',
      formatter: (items) => {
        const [item] = Array.isArray(items) ? items : [items]
        const x = Array.isArray(item?.value) ? Number(item.value[0]) : NaN
        const bin = Math.min(targets.length - 1, Math.max(0, Math.floor((x - from) / width)))
        return `${countText(targets[bin] ?? 0, 'target')}, ${countText(impostors[bin] ?? 0, 'impostor')} from ${thresholdText(from + bin * width)} to ${thresholdText(from + (bin + 1) * width)}`
      },
    },
    grid: { left: 8, right: 16, top: 28, bottom: 8 },
    xAxis: {
      ...axisNamed('Score'),
      type: 'value',
      min: from,
      max: to,
      splitLine: { show: false },
      axisLabel: {
        hideOverlap: true,
        showMinLabel: false,
        showMaxLabel: false,
        formatter: (value: number) => String(Number(value.toPrecision(3))).replace('-', '−'),
      },
    },
    yAxis: {
      ...axisNamed('Share of scores'),
      type: 'value',
      min: 0,
      axisLine: { onZero: false },
      axisLabel: { formatter: (share: number) => `${Number((share * 100).toPrecision(2))} %` },
    },
    series: [
      kind(names.impostors, impostors, colors.warning, [5, 3]),
      {
        ...kind(names.targets, targets, colors.accent, 'solid'),
        markLine: {
          symbol: ['none', 'none'],
          animation: false,
          silent: true,
          lineStyle: { color: colors.playhead, width: 2, type: 'solid' },
          label: {
            formatter: `threshold ${thresholdText(threshold)}`,
            position: line > (from + to) / 2 ? 'insideEndTop' : 'insideEndBottom',
            color: colors.text,
            backgroundColor: colors.background,
            padding: [1, 3],
            fontSize: 11,
          },
          data: [{ xAxis: line }],
        },
      },
    ],
  }
  return {
    title: overlapTitle(overlap(histogram)),
    howToRead:
      'Scores at or above the line are accepted: what the dashed outline has to its right is a false accept, what the solid one has to its left a false reject. Drag the line.',
    option,
    csv: () =>
      csvText(
        ['from', 'to', 'targets', 'impostors'],
        targets.map((count, bin) => [from + bin * width, from + (bin + 1) * width, count, impostors[bin] ?? 0]),
      ),
  }
}

function overlapTitle(share: number): string {
  if (share < 0.005) return 'Targets and impostors hardly meet'
  return `Targets and impostors share ${percentText(share)} of their mass`
}
