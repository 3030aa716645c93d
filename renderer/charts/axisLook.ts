import type { ChartInk } from './chartPicture'

interface AxisLook {
  name: string
  nameLocation: 'middle'
  nameTextStyle: { color: string; fontSize: number }
  axisLabel: { color: string; fontSize: number; hideOverlap: true }
  axisLine: { lineStyle: { color: string } }
  axisTick: { show: false }
  splitLine: { lineStyle: { color: string } }
}

/** An axis with its name and unit, in the page's own colors. */
export function axisLook(ink: ChartInk, name: string): AxisLook {
  return {
    name,
    nameLocation: 'middle',
    nameTextStyle: { color: ink.muted, fontSize: 11 },
    axisLabel: { color: ink.muted, fontSize: 11, hideOverlap: true },
    axisLine: { lineStyle: { color: ink.grid } },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: ink.grid } },
  }
}

/** A tooltip in the page's own colors that stays inside its chart. */
export function tooltipLook(ink: ChartInk): {
  confine: true
  backgroundColor: string
  borderColor: string
  textStyle: { color: string; fontSize: number }
} {
  return {
    confine: true,
    backgroundColor: ink.surface,
    borderColor: ink.grid,
    textStyle: { color: ink.text, fontSize: 12 },
  }
}
