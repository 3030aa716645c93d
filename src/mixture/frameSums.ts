import type { Frames } from './frames'

/** Adds one part of the frames, which begins at frame `offset` of all, to a row of sums. */
export type AddSums = (part: Frames, offset: number, sums: Float64Array) => void
