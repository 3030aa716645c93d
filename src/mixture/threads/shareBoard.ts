/** What one pass over a source comes down to for the threads that share in it; lies on shared memory, fresh for each pass. */
export interface ShareBoard {
  readonly control: Int32Array
  /** The sums of every chunk, one row after the other. */
  readonly results: Float64Array
}

// Where what stands in `control`; the states of the chunks follow.
const nextChunk = 0
const left = 1
const pulse = 2
const states = 3

/** A chunk that is done has its row in the results; one that failed is left to the thread that asked for the pass. */
export const chunkState = { open: 0, done: 1, failed: 2 } as const

export function makeBoard(chunkCount: number, results: Float64Array): ShareBoard {
  return {
    control: new Int32Array(new SharedArrayBuffer((states + chunkCount) * Int32Array.BYTES_PER_ELEMENT)),
    results,
  }
}

/** Takes the next chunk that nobody has taken; null when all are. */
export function claimChunk({ control }: ShareBoard): number | null {
  const chunk = Atomics.add(control, nextChunk, 1)
  return chunk < control.length - states ? chunk : null
}

export function stateOf({ control }: ShareBoard, chunk: number): number {
  return Atomics.load(control, states + chunk)
}

/** Puts the sums of a chunk in their place, for all to see. */
export function postSums(board: ShareBoard, chunk: number, sums: Float64Array): void {
  board.results.set(sums, chunk * sums.length)
  settle(board, chunk, chunkState.done)
}

export function postFailure(board: ShareBoard, chunk: number): void {
  settle(board, chunk, chunkState.failed)
}

/** The sums of a chunk that is done. */
export function sumsOf({ results }: ShareBoard, chunk: number, length: number): Float64Array {
  return results.subarray(chunk * length, (chunk + 1) * length)
}

/** Waits for a chunk to be done or to fail, but no longer than this many milliseconds. */
export function waitForChunk({ control }: ShareBoard, chunk: number, milliseconds: number): void {
  Atomics.wait(control, states + chunk, chunkState.open, milliseconds)
}

/** Says that this thread is at work. */
export function tick({ control }: ShareBoard): void {
  Atomics.add(control, pulse, 1)
}

/** A number that changes as long as some thread is at work. */
export function pulseOf({ control }: ShareBoard): number {
  return Atomics.load(control, pulse)
}

/** Nobody is to go on with this pass. */
export function leave({ control }: ShareBoard): void {
  Atomics.store(control, left, 1)
}

export function isLeft({ control }: ShareBoard): boolean {
  return Atomics.load(control, left) === 1
}

function settle({ control }: ShareBoard, chunk: number, state: number): void {
  Atomics.store(control, states + chunk, state)
  Atomics.notify(control, states + chunk)
}
