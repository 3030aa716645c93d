/**
 * Feature vectors of one recording, one row a frame.
 *
 * `data` is row-major, `frameCount` x `dimensions`, float32, and holds every frame, dropped ones included.
 * `speech[i]` is 1 where voice activity kept frame i and 0 where it was dropped; models see only the kept ones.
 * Frame i covers the seconds [i * hopSeconds, i * hopSeconds + frameSeconds); with centered framing it begins half of its
 * length before that, so that its middle is i * hopSeconds (`middleSeconds`).
 */
export interface FeatureMatrix {
  readonly data: Float32Array
  readonly frameCount: number
  readonly dimensions: number
  readonly columnNames: readonly string[]
  readonly speech: Uint8Array
  readonly hopSeconds: number
  readonly frameSeconds: number
}
