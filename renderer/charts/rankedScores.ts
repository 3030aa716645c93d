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
 * A bar a label, in the order of `ranked`, best on top: how many nats per frame it lies behind the best, so that bars have
 * an honest zero. Where the bank ranks by more than likelihood, a label may lie ahead of the best, to the left of zero. The
 * threshold for "unknown", where there is one, is a line at its own distance from the best.
 */
export function rankedScoresPicture(
  ranked: readonly RankedScore[],
  threshold: number | null,
  colorOf: (label: string) => string,
  colors: ChartColors,
): ChartPicture {
  const shown = ranked.slice(0, mostShown)
  const best = ranked[0]?.score ?? 0
  const behind = shown.map(({ score }) => best - score)
  const deepest = behind.length > 0 ? Math.max(...behind) : 1
  const furthestAhead = Math.min(0, ...behind)
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
      min: 1.15 * Math.min(furthestAhead, thresholdBehind ?? 0),
      max: 1.05 * Math.max(deepest, thresholdBehind ?? 0, 1e-3),
      axisLabel: {
        hideOverlap: true,
        showMinLabel: furthestAhead === 0 && (thresholdBehind ?? 0) >= 0,
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
          formatter: ({ dataIndex }) => (dataIndex === 0 ? `best, ${natsText(best)}` : aheadText(behind[dataIndex])),
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
    title: rankedTitle(ranked, threshold),
    howToRead:
      'Short bars are close rivals. Where the best label itself lies beyond the dashed line, the recording is unknown.',
    option,
    csv: () =>
      csvText(
        ['label', 'score_nats_per_frame', 'posterior'],
        ranked.map(({ label, score, posterior }) => [label, score, posterior]),
      ),
  }
}

/** A distance behind the best with its sign: what lies ahead has a minus. */
function aheadText(behind: number): string {
  return `${behind < 0 ? '' : '+'}${natsText(behind)}`
}

function rankedTitle(ranked: readonly RankedScore[], threshold: number | null): string {
  if (ranked.length === 0) return 'Nothing was scored'
  const [best, second] = ranked
  const under = threshold !== null && best.score < threshold
  const verdict = under
    ? `Even the best, ${best.label}, lies ${natsText(threshold - best.score)} nats under the threshold`
    : `${best.label} is the best with a posterior of ${posteriorText(best.posterior)}`
  if (second === undefined) return verdict
  const ahead = best.score - second.score
  return ahead < 0
    ? `${verdict}, though ${second.label} has ${natsText(-ahead)} nats more`
    : `${verdict}, ${natsText(ahead)} nats ahead of ${second.label}`
}
