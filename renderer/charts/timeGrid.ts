/** Pixels left and right of every time axis, so that stacked charts line up. */
export const timeGrid = { left: 48, right: 8 } as const
