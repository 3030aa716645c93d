import type { EChartsOption } from 'echarts'
import { axisNamed } from './axisNamed'
import type { ChartColors } from '../widgets/chartTheme'
import { csvText, type ChartPicture } from './chartPicture'
import { percentText } from './rounded'

/** Component indexes from the heaviest to the lightest; equal weights keep their order. */
export function byWeight(weights: readonly number[]): number[] {
  return weights.map((_, component) => component).sort((one, other) => weights[other] - weights[one] || one - other)
}

/** The least number of components that together hold at least `share` of the weight. */
export function componentsHolding(weights: readonly number[], share: number): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let held = 0
  let counted = 0
  for (const component of byWeight(weights)) {
    if (held >= share * total - 1e-12) break
    held += weights[component]
    counted += 1
  }
  return counted
}

/** "9 of its 16 components hold 95 % of the weight". */
export function weightsTitle(weights: readonly number[]): string {
  if (weights.length === 0) return 'This mixture has no components'
  if (weights.length === 1) return 'One component holds all the weight: this is a single Gaussian'
  const holding = componentsHolding(weights, 0.95)
  if (holding === weights.length) return `All ${holding} components are needed to hold 95 % of the weight`
  const verb = holding === 1 ? 'holds' : 'hold'
  return `${holding} of its ${weights.length} components ${verb} 95 % of the weight`
}

/**
 * A bar a component, heaviest first. Those beyond the first 95 % of the weight are hatched; the chosen one is outlined.
 * `colorOf` gives a component its color, the same as in the scatter and the responsibilities.
 */
export function weightsPicture(
  weights: readonly number[],
  colorOf: (component: number) => string,
  chosen: number | null,
  colors: ChartColors,
): ChartPicture {
  const order = byWeight(weights)
  const holding = componentsHolding(weights, 0.95)
  const option: EChartsOption = {
    animation: false,
    tooltip: { confine: true, trigger: 'item', valueFormatter: (value) => percentText(Number(value), 2) },
    grid: { left: 8, right: 8, top: 8, bottom: 8 },
    xAxis: {
      ...axisNamed('Component'),
      type: 'category',
      data: order.map((component) => String(component + 1)),
      splitLine: { show: false },
    },
    yAxis: {
      ...axisNamed('Weight'),
      type: 'value',
      min: 0,
      axisLabel: { formatter: (value: number) => `${Number((100 * value).toFixed(1))} %` },
    },
    series: [
      {
        type: 'bar',
        name: 'Weight',
        barMaxWidth: 28,
        barCategoryGap: '25%',
        data: order.map((component, rank) => ({
          value: weights[component],
          id: component,
          name: `Component ${component + 1}`,
          itemStyle: {
            color: colorOf(component),
            opacity: chosen === null || chosen === component ? 1 : 0.45,
            borderColor: chosen === component ? colors.text : 'transparent',
            borderWidth: chosen === component ? 2 : 0,
            ...(rank >= holding
              ? {
                  decal: {
                    symbol: 'rect',
                    dashArrayX: [1, 0],
                    dashArrayY: [2, 4],
                    rotation: 0.8,
                    color: colors.background,
                  },
                }
              : {}),
          },
        })),
      },
    ],
  }
  return {
    title: weightsTitle(weights),
    howToRead:
      'A weight is the share of the frames that a component answers for. Hatched bars lie beyond the first 95 %.',
    option,
    csv: () =>
      csvText(
        ['component', 'weight'],
        order.map((component) => [component + 1, weights[component]]),
      ),
  }
}
