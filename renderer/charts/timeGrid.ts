/** Pixels left and right of every time axis, so that stacked charts line up. */
export const timeGrid = { left: 48, right: 8 } as const

/** Pixels above and below the plot of a chart along time. */
export const timePlot = { top: 6, bottom: 22 } as const
