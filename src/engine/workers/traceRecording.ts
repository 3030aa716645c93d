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

export interface TracedScores {
  readonly smooth: SmoothedScores
  /** Of the whole recording: mean score of the best label less the second best; null where there are not two to compare. */
  readonly margin: number | null
}

/** How well each label's mixture explains a recording over time. */
export async function traceScores(input: TraceScoresInput): Promise<TracedScores> {
  const { mixtures, source, windowFrames, maxPoints } = input
  const scores = scoreFrames({ mixtures }, await readFeatures(source.path))
  return {
    smooth: smoothScores(scores, mixtures.length, source.speech, windowFrames, maxPoints),
    margin: marginOf(scores, mixtures.length, source.speech),
  }
}

function marginOf(scores: Float32Array, labels: number, speech: Uint8Array): number | null {
  const sums = new Float64Array(labels)
  let kept = 0
  for (let i = 0; i < speech.length; i++) {
    if (speech[i] === 0) continue
    kept++
    for (let l = 0; l < labels; l++) sums[l] += scores[i * labels + l]
  }
  if (kept === 0 || labels < 2) return null
  sums.sort()
  return (sums[labels - 1] - sums[labels - 2]) / kept
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
