/** Frames [first, after) in one state. */
export interface Run {
  readonly state: number
  readonly first: number
  readonly after: number
}

export interface RunOptions {
  readonly stateCount: number
  /** No run is shorter, unless its whole region is. */
  readonly minimumFrames: number
  /** What is taken off for each change of state, also from one region to the next; at least 0. */
  readonly switchPenalty: number
}

/**
 * The sequence of states with the highest sum of evidence less penalties, among those whose runs are long enough: a
 * Viterbi pass over segments (Rabiner 1989, section IV.D) that is exact and takes frames x states steps. Only the best
 * state that may end at a frame has to be known to begin another: to begin the same one again is never better than to
 * stay. Where sequences are equally good, a run goes on rather than change, so that none is made of frames without
 * evidence alone.
 *
 * Runs end where regions end; one that goes on in the next region in the same state costs nothing.
 *
 * @param regionLengths frames of each region, at least 1
 * @param blocks the evidence of the frames of all regions, one after the other: row-major rows x states, in blocks of any
 *   number of rows, each read before the next is asked for. Finite numbers.
 * @returns the runs in order, frames counted over all regions. One bit a frame and state is held meanwhile.
 */
export function bestRuns(regionLengths: readonly number[], blocks: Iterable<Float64Array>, options: RunOptions): Run[] {
  const { stateCount, minimumFrames, switchPenalty } = options
  const total = regionLengths.reduce((sum, length) => sum + length, 0)
  if (total === 0) return []
  const trace = openTrace(total, stateCount)
  // The value of the best sequence that may end at the last frame, by its state: those long enough.
  const ending = new Float64Array(stateCount).fill(-Infinity)
  const cumulated = new Float64Array(stateCount)
  let entries = new Float64Array(0)
  let best = 0
  let region = -1
  let frame = 0
  let begin = 0
  let after = 0
  let minimum = 1
  for (const block of blocks) {
    for (let row = 0; row < block.length; row += stateCount, frame++) {
      if (frame === after) {
        const length = regionLengths[++region]
        begin = frame
        after = frame + length
        minimum = Math.max(1, Math.min(minimumFrames, length))
        entries = new Float64Array(minimum * stateCount)
        cumulated.fill(0)
        const change = region === 0 ? 0 : ending[best] - switchPenalty
        for (let state = 0; state < stateCount; state++) {
          const stays = region > 0 && ending[state] >= change
          if (stays) trace.stay(region, state)
          entries[state] = stays ? ending[state] : change
        }
        ending.fill(-Infinity)
      } else {
        const change = ending[best] - switchPenalty
        const at = ((frame - begin) % minimum) * stateCount
        for (let state = 0; state < stateCount; state++) entries[at + state] = change - cumulated[state]
      }
      // The run that could have begun so many frames ago is long enough from here on.
      const at = ((frame - begin + 1) % minimum) * stateCount
      const ripe = frame - begin + 1 >= minimum
      // Where nothing is said, the best stays the best, so that no run is made of such frames alone.
      let bestState = best
      for (let state = 0; state < stateCount; state++) {
        const evidence = block[row + state]
        cumulated[state] += evidence
        let value = ending[state] + evidence
        if (ripe && entries[at + state] + cumulated[state] > value) {
          value = entries[at + state] + cumulated[state]
          trace.begin(frame, state)
        }
        ending[state] = value
      }
      for (let state = 0; state < stateCount; state++) if (ending[state] > ending[bestState]) bestState = state
      best = bestState
      trace.end(frame, best)
    }
  }
  return trace.runs(regionLengths, minimumFrames)
}

interface Trace {
  /** The best sequence that has this state at the frame, and may end there, began its run a minimum ago. */
  begin(frame: number, state: number): void
  /** The best state to end with at a frame. */
  end(frame: number, state: number): void
  /** Coming into a region in this state, it is best to have been in it before. */
  stay(region: number, state: number): void
  runs(regionLengths: readonly number[], minimumFrames: number): Run[]
}

function openTrace(total: number, stateCount: number): Trace {
  const rowBytes = Math.ceil(stateCount / 8)
  const begins = new Uint8Array(total * rowBytes)
  const ends = stateCount <= 0x10000 ? new Uint16Array(total) : new Uint32Array(total)
  const stays = new Map<number, Uint8Array>()
  return {
    begin: (frame, state) => (begins[frame * rowBytes + (state >> 3)] |= 1 << (state & 7)),
    end: (frame, state) => (ends[frame] = state),
    stay(region, state) {
      let row = stays.get(region)
      if (!row) stays.set(region, (row = new Uint8Array(rowBytes)))
      row[state >> 3] |= 1 << (state & 7)
    },
    runs(regionLengths, minimumFrames) {
      const isSet = (bits: Uint8Array, offset: number, state: number): boolean =>
        (bits[offset + (state >> 3)] & (1 << (state & 7))) !== 0
      const found: Run[] = []
      let regionFirst = total
      let state = ends[total - 1]
      for (let region = regionLengths.length - 1; region >= 0; region--) {
        const length = regionLengths[region]
        const minimum = Math.max(1, Math.min(minimumFrames, length))
        let after = regionFirst
        regionFirst -= length
        while (after > regionFirst) {
          let frame = after - 1
          while (!isSet(begins, frame * rowBytes, state)) frame--
          const first = frame - minimum + 1
          found.push({ state, first, after })
          after = first
          if (after > regionFirst) state = ends[after - 1]
        }
        const row = stays.get(region)
        if (region > 0 && !(row && isSet(row, 0, state))) state = ends[regionFirst - 1]
      }
      return found.reverse()
    },
  }
}
