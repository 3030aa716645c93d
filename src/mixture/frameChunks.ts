import type { AddSums } from './frameSums'
import type { FrameSource } from './frameSource'
import { costPerFrame, sumsLength, type FrameTask } from './frameTask'

/**
 * How the frames of a pass are cut: into chunks that are summed by themselves, and these into slices, after each of which
 * the caller may look up. Decided by the data and the task alone, never by the number of threads: chunks that are added in
 * their order give the same sums, bit for bit, whoever made each of them.
 */
export interface FrameChunks {
  readonly count: number
  /** Frames in a chunk; the last may have fewer. */
  readonly length: number
  /** Frames in a slice. */
  readonly slice: number
  readonly sumsLength: number
}

/** Frames are handed to the inner loops in multiples of this. */
const granule = 128

/** A chunk is so long that handing it out costs nothing beside working on it. */
const shortestChunk = 32 * granule

/** All chunks' sums together take no more numbers than this (32 MB), and there are no more chunks than needed. */
const mostNumbers = 4_194_304
const mostChunks = 256

/** So many multiplications take some tens of milliseconds: a cancel that waits for them is not noticed. */
const multiplicationsPerSlice = 2e7

/** No slice reads more numbers than this (4 MB) from its source. */
const numbersPerSlice = 1_048_576

export function chunksOf({ count, dimensions }: FrameSource, task: FrameTask): FrameChunks {
  const sums = sumsLength(task, dimensions)
  const atMost = Math.min(mostChunks, Math.max(8, Math.floor(mostNumbers / sums)))
  const length = wholeGranules(Math.max(shortestChunk, count / atMost), Math.ceil)
  const byWork = multiplicationsPerSlice / costPerFrame(task, dimensions)
  const slice = wholeGranules(Math.min(byWork, numbersPerSlice / dimensions), Math.floor)
  return { count: Math.ceil(count / length), length, slice, sumsLength: sums }
}

/** The sums of one chunk, written over what `sums` held. Yields after each slice. */
export function* sumChunk(
  source: FrameSource,
  add: AddSums,
  { length, slice }: FrameChunks,
  chunk: number,
  sums: Float64Array,
): Generator<void, void> {
  sums.fill(0)
  const end = Math.min((chunk + 1) * length, source.count)
  for (let from = chunk * length; from < end; from += slice) {
    add(source.read(from, Math.min(from + slice, end)), from, sums)
    yield
  }
}

export function addTo(total: Float64Array, sums: Float64Array): void {
  for (let i = 0; i < total.length; i++) total[i] += sums[i]
}

function wholeGranules(frames: number, round: (value: number) => number): number {
  return granule * Math.max(1, round(frames / granule))
}
