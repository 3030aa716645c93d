/** The components that each frame is scored under: those of a background mixture that are most probable for it. */
export interface TopChoice {
  /** Even: count x perFrame, row by row. */
  readonly perFrame: number
  readonly components: Int32Array
}
