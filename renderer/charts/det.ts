import type { EChartsOption } from 'echarts'
import { axisNamed } from './axisNamed'
import type { ChartColors } from '../widgets/chartTheme'
import { csvText, type ChartPicture } from './chartPicture'
import { deviateOf, equalErrorPoint, type OperatingPoint } from './operatingPoint'
import { percentText } from './rounded'

/** What a detection error tradeoff is drawn from. */
export interface DetFigures {
  readonly targets: number
  readonly impostors: number
  readonly equalErrorRate: number
  readonly minimumCosts: readonly {
    readonly targetPrior: number
    readonly cost: number
    readonly point: OperatingPoint
  }[]
  /** By rising threshold. */
  readonly det: readonly OperatingPoint[]
}

const tickRates = [0.0001, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95]

/** The range of rates of both axes: from below the least that so few trials can show, up to well above the equal error rate. */
export function detRange({ targets, impostors, equalErrorRate }: DetFigures): readonly [from: number, to: number] {
  const least = 0.5 / Math.max(1, targets, impostors)
  const from = tickRates.findLast((rate) => rate <= least) ?? tickRates[0]
  return [from, equalErrorRate > 0.3 ? 0.95 : 0.6]
}

/** A rate at a tick: as few digits as it needs. */
function tickText(rate: number): string {
  return `${Number((rate * 100).toPrecision(3))} %`
}

/**
 * False rejects against false accepts on axes of normal deviates (Martin et al. 1997), on which two normal distributions
 * of scores give a straight line. `chosen` is the place of the operating point in `det`. What lies off the axes is drawn
 * at their ends.
 */
export function detPicture(figures: DetFigures, chosen: number, colors: ChartColors): ChartPicture {
  const [from, to] = detRange(figures)
  const low = deviateOf(from)
  const high = deviateOf(to)
  const place = (rate: number): number => Math.min(high, Math.max(low, deviateOf(rate)))
  const at = ({ falseAccept, falseReject }: OperatingPoint): [number, number] => [
    place(falseAccept),
    place(falseReject),
  ]
  const ticks = tickRates.filter((rate) => rate >= from && rate <= to)
  const textOf = new Map(ticks.map((rate) => [deviateOf(rate).toFixed(6), tickText(rate)]))
  const axis = {
    type: 'value' as const,
    min: low,
    max: high,
    axisLine: { onZero: false },
    axisTick: { customValues: ticks.map(deviateOf) },
    axisLabel: {
      customValues: ticks.map(deviateOf),
      formatter: (value: number) => textOf.get(value.toFixed(6)) ?? '',
      hideOverlap: true,
    },
  }
  const point = figures.det[chosen]
  const equal = figures.det[equalErrorPoint(figures.det)]
  const option: EChartsOption = {
    animation: false,
    tooltip: {
      confine: true,
      trigger: 'item',
      formatter: (item) => (Array.isArray(item) ? '' : (item.name ?? '')),
    },
    grid: { left: 8, right: 20, top: 12, bottom: 8 },
    xAxis: { ...axisNamed('False accepts'), ...axis },
    yAxis: { ...axisNamed('False rejects'), ...axis },
    series: [
      {
        type: 'line',
        name: 'Both alike',
        silent: true,
        symbol: 'none',
        lineStyle: { color: colors.axis, width: 1, type: [2, 3] },
        data: [
          [low, low],
          [high, high],
        ],
      },
      {
        type: 'line',
        name: 'Tradeoff',
        symbol: 'none',
        silent: true,
        lineStyle: { color: colors.accent, width: 2 },
        data: figures.det.map(at),
      },
      {
        type: 'scatter',
        name: 'Marks',
        symbolSize: 8,
        itemStyle: { color: colors.background, borderColor: colors.text, borderWidth: 1.5 },
        data: [
          ...(equal ? [{ value: at(equal), symbol: 'diamond', name: equalName(figures.equalErrorRate) }] : []),
          ...figures.minimumCosts.map(({ targetPrior, cost, point: least }) => ({
            value: at(least),
            symbol: 'triangle',
            name: costName(targetPrior, cost),
          })),
        ],
      },
      {
        type: 'line',
        name: 'Operating point lines',
        silent: true,
        symbol: 'none',
        lineStyle: { color: colors.playhead, width: 1, type: [4, 3] },
        data: point ? [[low, at(point)[1]], at(point), [at(point)[0], low]] : [],
      },
      {
        type: 'scatter',
        name: 'Operating point',
        cursor: 'move',
        symbolSize: 14,
        z: 5,
        itemStyle: { color: colors.playhead, borderColor: colors.background, borderWidth: 2 },
        data: point
          ? [
              {
                value: at(point),
                name: `False accepts ${percentText(point.falseAccept, 1)}, false rejects ${percentText(point.falseReject, 1)}`,
              },
            ]
          : [],
      },
    ],
  }
  return {
    title: `Both errors are alike at ${percentText(figures.equalErrorRate, 1)}`,
    howToRead:
      'The nearer to the lower left corner, the better; a straight line means bell-shaped scores. Drag the point to weigh one error against the other. Diamond: equal errors; triangles: least costs.',
    option,
    csv: () =>
      csvText(
        ['threshold', 'false_accept', 'false_reject'],
        figures.det.map(({ threshold, falseAccept, falseReject }) => [threshold, falseAccept, falseReject]),
      ),
  }
}

function equalName(rate: number): string {
  return `Equal error rate ${percentText(rate, 1)}`
}

function costName(targetPrior: number, cost: number): string {
  return `Least cost at ${percentText(targetPrior)} targets: ${cost.toFixed(3)}`
}

/** The rows of the points' table that a person looks for: what is refused when so much is accepted. */
export function detTable(points: readonly OperatingPoint[]): { readonly words: string; readonly index: number }[] {
  const equal = equalErrorPoint(points)
  const rows = [0.01, 0.05, 0.1].flatMap((rate) => {
    const index = points.findIndex(({ falseAccept }) => falseAccept <= rate)
    return index < 0 ? [] : [{ words: `At most ${tickText(rate)} false accepts`, index }]
  })
  const refusing = [0.05, 0.01].flatMap((rate) => {
    const index = points.findLastIndex(({ falseReject }) => falseReject <= rate)
    return index < 0 ? [] : [{ words: `At most ${tickText(rate)} false rejects`, index }]
  })
  return [...rows, { words: 'Both errors alike', index: equal }, ...refusing]
}
