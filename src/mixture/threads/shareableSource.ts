import type { Frames } from '../frames'
import { framesInMemory, type FrameSource } from '../frameSource'

/** A source that a worker thread can open again for itself. */
export interface ShareableSource<Origin = unknown> extends FrameSource {
  /** Plain data, which can be sent to a thread, and by which the worker's entry knows what to open. */
  readonly origin: Origin
}

/** Frames on shared memory, as a thread is told of them. */
export interface SharedMemoryOrigin {
  readonly kind: 'memory'
  readonly frames: Frames
}

/** The source of frames in memory, which are copied to shared memory once unless they lie there. They must have been checked. */
export function shareFrames({ data, count, dimensions, weights }: Frames): ShareableSource<SharedMemoryOrigin> {
  const length = count * dimensions
  const frames = {
    data: isShared(data) ? data : copied(data.subarray(0, length)),
    count,
    dimensions,
    ...(weights ? { weights: isShared(weights) ? weights : sharedFloat64(count, weights) } : {}),
  }
  return { ...framesInMemory(frames), origin: { kind: 'memory', frames } }
}

/** Numbers on shared memory, all 0 or, where given, the first `length` of `values`. */
export function sharedFloat64(length: number, values?: ArrayLike<number> & Iterable<number>): Float64Array {
  const shared = new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT))
  if (values) for (let i = 0; i < length; i++) shared[i] = values[i]
  return shared
}

export function isShared({ buffer }: Float32Array | Float64Array | Int32Array): boolean {
  return buffer instanceof SharedArrayBuffer
}

function copied(data: Float32Array | Float64Array): Float32Array | Float64Array {
  const buffer = new SharedArrayBuffer(data.byteLength)
  const shared = data instanceof Float32Array ? new Float32Array(buffer) : new Float64Array(buffer)
  shared.set(data)
  return shared
}
