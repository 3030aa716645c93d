import { CepstraError } from '../cepstraError'

/** Frames to be modeled: row-major `count` x `dimensions`, float32. */
export interface Frames {
  readonly data: Float32Array
  readonly count: number
  readonly dimensions: number
}

/**
 * All frames of a list, one after the other. A single entry is returned as it is, without a copy.
 *
 * @throws CepstraError `NOTHING_TO_DO` for an empty list, `MODEL_MISMATCH` when the entries differ in dimensions.
 */
export function concatenateFrames(list: readonly Frames[]): Frames {
  if (list.length === 0) {
    throw new CepstraError('NOTHING_TO_DO', 'There are no frames to put together: the list is empty. Add a recording.')
  }
  if (list.length === 1) return list[0]
  const dimensions = list[0].dimensions
  let count = 0
  for (const [index, frames] of list.entries()) {
    if (frames.dimensions !== dimensions) {
      throw new CepstraError(
        'MODEL_MISMATCH',
        `Frames of ${frames.dimensions} dimensions (entry ${index}) cannot join frames of ${dimensions}: they come ` +
          'from different recipes. Extract all recordings with one recipe.',
      )
    }
    count += frames.count
  }
  const data = new Float32Array(count * dimensions)
  let at = 0
  for (const frames of list) {
    const length = frames.count * dimensions
    data.set(frames.data.length === length ? frames.data : frames.data.subarray(0, length), at)
    at += length
  }
  return { data, count, dimensions }
}

/**
 * Checks that `data` holds what `count` and `dimensions` promise and that every value is a finite number.
 *
 * @throws CepstraError `OPTIONS_INVALID` naming the first bad frame and column (both counted from 0).
 */
export function checkFrames(frames: Frames): void {
  const { data, count, dimensions } = frames
  if (!Number.isInteger(count) || count < 0 || !Number.isInteger(dimensions) || dimensions < 1) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      `Frames need a whole count and at least 1 dimension, but are ${count} x ${dimensions}.`,
    )
  }
  const length = count * dimensions
  if (data.length < length) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      `${count} frames of ${dimensions} dimensions take ${length} numbers, but only ${data.length} are there.`,
    )
  }
  for (let i = 0; i < length; i++) {
    // Only NaN and the infinities differ from themselves after subtraction.
    if (data[i] - data[i] !== 0) {
      const frame = Math.floor(i / dimensions)
      throw new CepstraError(
        'OPTIONS_INVALID',
        `Frame ${frame} holds ${data[i]} in column ${i % dimensions}; every value must be a finite number. ` +
          'Extract the recording again, or leave that frame out.',
      )
    }
  }
}
