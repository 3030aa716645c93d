import { addTo, chunksOf, sumChunk } from './frameChunks'
import { checkFrames, type Frames } from './frames'
import { framesInMemory, type FrameSource } from './frameSource'
import { addSums, type FrameTask } from './frameTask'

/** Runs tasks over all frames, in one thread or in several. */
export interface FramePasses {
  readonly source: FrameSource
  /**
   * The sums of one pass over all frames. Yields every few tens of milliseconds. The same task gives the same sums, bit
   * for bit, however many threads share in it; see `FrameChunks`.
   */
  sums(task: FrameTask): Generator<void, Float64Array>
  /** Passes over other frames by the same threads. The frames must have been checked. */
  over(frames: Frames): FramePasses
  /**
   * How many passes so far had a part done over because nothing was heard any more of the thread that had begun it: it may
   * still write to what those tasks hold on shared memory, though nothing but what stands there.
   */
  overtaken?(): number
}

/** The passes over frames in memory or another source by this thread alone. */
export function localPasses(source: FrameSource): FramePasses {
  return {
    source,
    over: (frames) => localPasses(framesInMemory(frames)),
    *sums(task) {
      const chunks = chunksOf(source, task)
      const add = addSums(task)
      const total = new Float64Array(chunks.sumsLength)
      const sums = new Float64Array(chunks.sumsLength)
      for (let chunk = 0; chunk < chunks.count; chunk++) {
        yield* sumChunk(source, add, chunks, chunk, sums)
        addTo(total, sums)
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
