import type { Frames } from './frames'
import { checkFrames } from './frames'
import { framesInMemory, type FrameSource } from './frameSource'
import { addSums, costPerFrame, sumsLength, type FrameTask } from './frameTask'

/** Runs tasks over all frames, in one thread or in several. */
export interface FramePasses {
  readonly source: FrameSource
  /**
   * The sums of one pass over all frames. Yields every few tens of milliseconds. The same task gives the same sums, bit
   * for bit, however many threads share in it: frames are cut into the chunks of {@link chunkLength}, each is summed by
   * itself, and the chunks' sums are added in their order.
   */
  sums(task: FrameTask): Generator<void, Float64Array>
}

/** The passes over frames in memory or another source by this thread alone. */
export function localPasses(source: FrameSource): FramePasses {
  return {
    source,
    *sums(task) {
      const total = new Float64Array(sumsLength(task, source.dimensions))
      const add = addSums(task)
      const length = chunkLength(source, task)
      const slice = sliceLength(task, source.dimensions)
      for (let start = 0; start < source.count; start += length) {
        const end = Math.min(start + length, source.count)
        const sums = new Float64Array(total.length)
        for (let from = start; from < end; from += slice) {
          const to = Math.min(from + slice, end)
          add(source.read(from, to), from, sums)
          yield
        }
        for (let i = 0; i < total.length; i++) total[i] += sums[i]
      }
      return total
    },
  }
}

/**
 * The passes over frames, checked, in this thread; passes over a source are taken as they are.
 *
 * @throws CepstraError `OPTIONS_INVALID` for frames with NaN, infinity or a wrong shape.
 */
export function passesOver(frames: Frames | FramePasses): FramePasses {
  if ('source' in frames) return frames
  checkFrames(frames)
  return localPasses(framesInMemory(frames))
}

/** Frames are handed to the inner loops in multiples of this. */
const granule = 128

/** A chunk is so long that handing it out costs nothing beside working on it. */
const shortestChunk = 32 * granule

/** All chunks' sums together take no more numbers than this (32 MB), and there are no more chunks than needed. */
const mostNumbers = 4_194_304
const mostChunks = 256

/** How many frames are summed by themselves: decided by the data and the task alone, never by the number of threads. */
export function chunkLength({ count, dimensions }: FrameSource, task: FrameTask): number {
  const chunks = Math.min(mostChunks, Math.max(8, Math.floor(mostNumbers / sumsLength(task, dimensions))))
  return granule * Math.ceil(Math.max(shortestChunk, count / chunks) / granule)
}

/** So many multiplications take some tens of milliseconds: a cancel that waits for them is not noticed. */
const multiplicationsPerSlice = 2e7

/** No slice reads more numbers than this (4 MB) from its source. */
const numbersPerSlice = 1_048_576

/** How many frames to work on before letting the caller look up. */
export function sliceLength(task: FrameTask, dimensions: number): number {
  const byWork = multiplicationsPerSlice / costPerFrame(task, dimensions)
  return granule * Math.max(1, Math.floor(Math.min(byWork, numbersPerSlice / dimensions) / granule))
}
