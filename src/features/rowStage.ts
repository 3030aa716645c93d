/** Takes the rows of a recording's frames, all of one width, in order: one step on the way from samples to features. */
export interface RowStage {
  /**
   * Takes `count` rows, row-major from the beginning of `rows`. They belong to whoever calls, who may use the memory again
   * as soon as this returns; a stage that needs them longer copies them.
   */
  push(rows: Float32Array, count: number): void
  /** Says that no row follows: whatever was held back goes on. Called once. */
  finish(): void
}

/** Rows that a stage works on at a time: large enough that calls cost nothing, small enough for the nearer caches. */
export const rowsAtOnce = 512
