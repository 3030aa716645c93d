import type { EChartsOption } from 'echarts'
import { axisNamed } from './axisNamed'
import type { ChartColors } from '../widgets/chartTheme'
import { csvText, type ChartPicture } from './chartPicture'
import { posteriorText } from './doubt'
import { natsText } from './rounded'

export interface RankedScore {
  readonly label: string
  /** Mean per-frame log-likelihood, nats. */
  readonly score: number
  readonly posterior: number
}

/** Beyond this rank a label no longer tells anything about the decision. */
const mostShown = 12

/** Pixels that the bars of `labelCount` labels need. */
export function rankedScoresHeight(labelCount: number): number {
  return 84 + Math.min(mostShown, Math.max(2, labelCount)) * 22
}

/**
 * A bar a label, best on top: how many nats per frame it lies behind the best, so that bars have an honest zero. The
 * threshold for "unknown", where there is one, is a line at its own distance from the best.
 */
export function rankedScoresPicture(
  ranked: readonly RankedScore[],
  threshold: number | null,
  colorOf: (label: string) => string,
  colors: ChartColors,
): ChartPicture {
  const sorted = [...ranked].sort((one, other) => other.score - one.score)
  const shown = sorted.slice(0, mostShown)
  const best = sorted[0]?.score ?? 0
  const deepest = shown.length > 0 ? best - shown[shown.length - 1].score : 1
  const thresholdBehind = threshold === null ? null : best - threshold
  const option: EChartsOption = {
    animation: false,
    tooltip: {
      confine: true,
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      valueFormatter: (value) => `${natsText(Number(value))} nats behind the best`,
    },
    grid: { left: 8, right: 64, top: 20, bottom: 8 },
    xAxis: {
      ...axisNamed('Behind the best (nats per frame)'),
      type: 'value',
      min: thresholdBehind === null ? 0 : Math.min(0, 1.15 * thresholdBehind),
      max: 1.05 * Math.max(deepest, thresholdBehind ?? 0, 1e-3),
      axisLabel: {
        hideOverlap: true,
        showMinLabel: thresholdBehind === null || thresholdBehind >= 0,
        showMaxLabel: false,
        formatter: (value: number) => natsText(value).replace(/\.?0+$/, ''),
      },
    },
    yAxis: {
      ...axisNamed(''),
      type: 'category',
      inverse: true,
      data: shown.map(({ label }) => label),
      axisLabel: { color: colors.text, fontSize: 12, width: 110, overflow: 'truncate' },
      splitLine: { show: false },
    },
    series: [
      {
        type: 'bar',
        name: 'Behind the best',
        barMaxWidth: 14,
        label: {
          show: true,
          position: 'right',
          color: colors.text,
          fontSize: 11,
          formatter: ({ dataIndex }) =>
            dataIndex === 0 ? `best, ${natsText(shown[0].score)}` : `+${natsText(best - shown[dataIndex].score)}`,
        },
        data: shown.map(({ label, score }) => ({
          value: best - score,
          name: label,
          itemStyle: { color: colorOf(label) },
        })),
        ...(thresholdBehind === null
          ? {}
          : {
              markLine: {
                symbol: 'none',
                silent: true,
                lineStyle: { color: colors.text, type: [3, 3], width: 1 },
                label: { formatter: 'unknown beyond', color: colors.text, fontSize: 11, position: 'start' },
                data: [{ xAxis: thresholdBehind }],
              },
            }),
      },
    ],
  }
  return {
    title: rankedTitle(sorted, threshold),
    howToRead:
      'Short bars are close rivals. Where the best label itself lies beyond the dashed line, the recording is unknown.',
    option,
    csv: () =>
      csvText(
        ['label', 'score_nats_per_frame', 'posterior'],
        sorted.map(({ label, score, posterior }) => [label, score, posterior]),
      ),
  }
}

function rankedTitle(sorted: readonly RankedScore[], threshold: number | null): string {
  if (sorted.length === 0) return 'Nothing was scored'
  const [best, second] = sorted
  const under = threshold !== null && best.score < threshold
  const verdict = under
    ? `Even the best, ${best.label}, lies ${natsText(threshold - best.score)} nats under the threshold`
    : `${best.label} is the best with a posterior of ${posteriorText(best.posterior)}`
  return second === undefined
    ? verdict
    : `${verdict}, ${natsText(best.score - second.score)} nats ahead of ${second.label}`
}
