import type { Run } from './bestRuns'

/**
 * Moves each border between two runs that falls into a pause to the middle of the pause: nothing in it tells whose it
 * is. A run is not made shorter than `minimumFrames` by that.
 *
 * @param runs in order, in frames of the recording
 */
export function centerBorders(runs: readonly Run[], speech: Uint8Array, minimumFrames: number): Run[] {
  const moved = [...runs]
  for (let i = 1; i < moved.length; i++) {
    const [left, right] = [moved[i - 1], moved[i]]
    if (left.after !== right.first) continue
    let from = right.first
    let to = right.first
    while (from > left.first && speech[from - 1] === 0) from--
    while (to < right.after && speech[to] === 0) to++
    if (from === to) continue
    const middle = (from + to) >> 1
    const border = Math.min(Math.max(middle, left.first + minimumFrames), right.after - minimumFrames)
    // A run that is short as it is, being a whole region, has no border to move.
    if (border < from || border > to) continue
    moved[i - 1] = { ...left, after: border }
    moved[i] = { ...right, first: border }
  }
  return moved
}
