import type { MessagePort } from 'node:worker_threads'
import type { GaussianMixture } from '../../mixture/gaussianMixture'
import { responsibilities } from '../../mixture/score'
import { readFeatures } from '../../project/featureStore'
import type { Bank } from '../../recognition/bank'
import { scoreFrames } from '../../recognition/scoreFrames'
import { smoothScores, type SmoothedScores } from '../../recognition/smoothScores'
import type { FrameSource } from './frameSource'

export interface TraceScoresInput {
  readonly mixtures: Bank['mixtures']
  readonly source: FrameSource
  /** Frames under the moving mean. */
  readonly windowFrames: number
  readonly maxPoints: number
  readonly port?: MessagePort
}

/** How well each label's mixture explains a recording over time. */
export async function traceScores(input: TraceScoresInput): Promise<SmoothedScores> {
  const { mixtures, source, windowFrames, maxPoints } = input
  const scores = scoreFrames({ mixtures }, await readFeatures(source.path))
  return smoothScores(scores, mixtures.length, source.speech, windowFrames, maxPoints)
}

export interface TraceComponentsInput {
  readonly mixture: GaussianMixture
  readonly source: FrameSource
  readonly port?: MessagePort
}

/** The responsibilities of a mixture's components over a recording, dropped frames included: row-major frames x K. */
export async function traceComponents({ mixture, source }: TraceComponentsInput): Promise<Float32Array> {
  return Float32Array.from(responsibilities(mixture, await readFeatures(source.path)))
}
