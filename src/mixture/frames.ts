/** Frames to be modeled: row-major `count` x `dimensions`, float32. */
export interface Frames {
  readonly data: Float32Array
  readonly count: number
  readonly dimensions: number
}
