/** Pixels left and right of every time axis, so that stacked charts line up. */
export const timeGrid = { left: 48, right: 8 } as const

export interface TimeMargins {
  readonly left: number
  readonly right: number
}

/** The same where names of columns stand at the left, and what belongs to an axis at the right. */
export const featureGrid: TimeMargins = { left: 64, right: 88 }

/** Pixels above and below the plot of a chart along time. */
export const timePlot = { top: 6, bottom: 22 } as const

/** A tick of a time axis; the unit stands at every tick, so that the axis needs no line for a name. */
function secondsText(seconds: number): string {
  return `${Number(seconds.toFixed(3))} s`
}

/** Ticks of every time axis. The last one is left out: it is where the recording ends, at no round number. */
const timeLabels = {
  formatter: secondsText,
  alignMinLabel: 'left',
  showMaxLabel: false,
  hideOverlap: true,
} as const

/** The time axis of a chart from one second to another; every chart along time labels it alike. */
export function timeAxis(fromSeconds: number, toSeconds: number) {
  return {
    type: 'value',
    min: fromSeconds,
    max: toSeconds,
    splitLine: { show: false },
    axisLabel: timeLabels,
  } as const
}
