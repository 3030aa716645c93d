import type { MessagePort } from 'node:worker_threads'
import { pooledVariance } from '../../recognition/pooledVariance'
import { floorTrial, type FloorTrial, type FloorTrialOptions } from '../../recognition/varianceFloor'
import { evenFramesOf, type FrameSource } from './frameSource'

/** Taken of one recording: a quarter of an hour and more says no more of a variance, and would have to be held in memory. */
const mostFrames = 100_000

export interface VarianceInput {
  readonly sources: readonly FrameSource[]
  readonly port?: MessagePort
}

/** The variance of each dimension over all the recordings together. */
export function varianceOf({ sources }: VarianceInput): Float64Array {
  return pooledVariance(sources.map((source) => evenFramesOf(source, mostFrames)))
}

export interface FloorTrialInput {
  readonly sources: readonly FrameSource[]
  readonly variance: Float64Array
  readonly options: FloorTrialOptions
  readonly port?: MessagePort
}

/** Tries the variance floors on one label's recordings. */
export function tryFloors({ sources, variance, options }: FloorTrialInput): FloorTrial {
  const frames = sources.map((source) => evenFramesOf(source, mostFrames))
  return floorTrial(frames, variance, options)
}
