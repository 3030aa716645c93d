/** One channel of sound in memory. Samples are nominally within [-1, 1]; decoded floats may exceed it. */
export interface Signal {
  readonly samples: Float32Array
  readonly sampleRateHz: number
}
