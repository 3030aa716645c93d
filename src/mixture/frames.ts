import { CepstraError } from '../cepstraError'

/** Frames to be modeled: row-major `count` x `dimensions`. Sound's come in float32, other tables may need float64. */
export interface Frames {
  readonly data: Float32Array | Float64Array
  readonly count: number
  readonly dimensions: number
  /** One a frame, not negative: a frame of weight 2 counts like two equal frames. Absent: 1 for all. */
  readonly weights?: Float64Array
}

/** Frames of sound, as they are extracted and kept. */
export interface Float32Frames extends Frames {
  readonly data: Float32Array
}

/** What the weights of the frames sum to: their count, where they carry none. */
export function totalWeight({ count, weights }: Frames): number {
  if (!weights) return count
  let sum = 0
  for (let i = 0; i < count; i++) sum += weights[i]
  return sum
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
  const length = count * dimensions
  const data = list.every((frames) => frames.data instanceof Float32Array)
    ? new Float32Array(length)
    : new Float64Array(length)
  const weights = list.some((frames) => frames.weights) ? new Float64Array(count).fill(1) : undefined
  let at = 0
  for (const frames of list) {
    data.set(frames.data.subarray(0, frames.count * dimensions), at * dimensions)
    if (frames.weights) weights?.set(frames.weights.subarray(0, frames.count), at)
    at += frames.count
  }
  return { data, count, dimensions, ...(weights ? { weights } : {}) }
}

/**
 * Checks that `data` holds what `count` and `dimensions` promise, that every value is a finite number, and that weights,
 * where there are any, are finite, not negative and not all 0.
 *
 * @throws CepstraError `OPTIONS_INVALID` naming the first bad frame and column (both counted from 0).
 */
export function checkFrames(frames: Frames): void {
  const { data, count, dimensions, weights } = frames
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
  if (weights) checkWeights(frames, weights)
}

function checkWeights(frames: Frames, weights: Float64Array): void {
  if (weights.length < frames.count) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      `There are ${frames.count} frames but only ${weights.length} frame weights; give one for each.`,
    )
  }
  for (let i = 0; i < frames.count; i++) {
    if (weights[i] >= 0 && weights[i] < Infinity) continue
    throw new CepstraError('OPTIONS_INVALID', `The weight of frame ${i} is ${weights[i]}; give a number from 0 up.`)
  }
  if (frames.count > 0 && !(totalWeight(frames) > 0)) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      'All frame weights are 0, so no frame counts. Give some a weight above 0.',
    )
  }
}
