/** Above this, speech has little to tell its speakers apart by and everything takes longer. */
const highestChosenRateHz = 16_000
const lowestRateHz = 4000

/** The rate that a project of recordings like this one takes where nobody chose another. */
export function usualRate(sampleRateHz: number): number {
  return Math.min(Math.max(sampleRateHz, lowestRateHz), highestChosenRateHz)
}
