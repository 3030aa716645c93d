import type { MessagePort } from 'node:worker_threads'
import { pooledVariance } from '../../recognition/pooledVariance'
import { floorTrial, type FloorTrial, type FloorTrialOptions } from '../../recognition/varianceFloor'
import { eachFramesOf, type FrameSource } from './frameSource'

export interface VarianceInput {
  readonly sources: readonly FrameSource[]
  readonly port?: MessagePort
}

/** The variance of each dimension over all the recordings together. */
export async function varianceOf({ sources }: VarianceInput): Promise<Float64Array> {
  return pooledVariance(await eachFramesOf(sources))
}

export interface FloorTrialInput {
  readonly sources: readonly FrameSource[]
  readonly variance: Float64Array
  readonly options: FloorTrialOptions
  readonly port?: MessagePort
}

/** Tries the variance floors on one label's recordings. */
export async function tryFloors({ sources, variance, options }: FloorTrialInput): Promise<FloorTrial> {
  return floorTrial(await eachFramesOf(sources), variance, options)
}
