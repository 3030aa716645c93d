/** What a recording is worth, measured over the mix of its channels at the file's own rate. */
export interface RecordingQuality {
  /** Samples in flat tops at full scale, and where the first of them stands; null where there is none. */
  readonly clippedSamples: number
  readonly firstClippedSeconds: number | null
  /** The mean of all samples; full scale is 1. */
  readonly dcOffset: number
  /** In dB relative to full scale; null for digital silence. */
  readonly noiseFloorDb: number | null
  /** Estimated; null where nothing stands out of a floor. */
  readonly snrDb: number | null
  /** The time of what stands out of the floor. */
  readonly speechSeconds: number
  /** Below it lies what sounds; null for silence and for a few samples. */
  readonly bandwidthHz: number | null
}
