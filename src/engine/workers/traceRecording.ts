import type { MessagePort } from 'node:worker_threads'
import type { GaussianMixture } from '../../mixture/gaussianMixture'
import { responsibilities } from '../../mixture/score'
import { readFeatures } from '../../project/keptFrames'
import type { Bank } from '../../recognition/bank'
import { scoreFrames } from '../../recognition/scoreFrames'
import type { BaseScores } from '../../recognition/scoring/baseScores'
import { smoothScores, type SmoothedScores } from '../../recognition/smoothScores'
import type { FrameSource } from './frameSource'

export interface TraceScoresInput {
  readonly bank: Pick<Bank, 'mixtures' | 'background'>
  readonly source: FrameSource
  /** Frames under the moving mean. */
  readonly windowFrames: number
  readonly maxPoints: number
  readonly port?: MessagePort
}

export interface TracedScores {
  readonly smooth: SmoothedScores
  /** Of the kept frames of the whole recording; null where none was kept. */
  readonly base: BaseScores | null
}

/** How well each label's mixture explains a recording over time. */
export function traceScores(input: TraceScoresInput): TracedScores {
  const { bank, source, windowFrames, maxPoints } = input
  const { mixtures, background } = bank
  const frames = readFeatures(source)
  const scores = scoreFrames({ mixtures }, frames)
  const behind = background && scoreFrames({ mixtures: [background] }, frames)
  return {
    smooth: smoothScores(scores, mixtures.length, source.speech, windowFrames, maxPoints),
    base: keptMeans(scores, mixtures.length, behind, source.speech),
  }
}

function keptMeans(
  scores: Float32Array,
  labels: number,
  behind: Float32Array | null,
  speech: Uint8Array,
): BaseScores | null {
  const sums = new Array<number>(labels).fill(0)
  let background = 0
  let kept = 0
  for (let i = 0; i < speech.length; i++) {
    if (speech[i] === 0) continue
    kept++
    for (let l = 0; l < labels; l++) sums[l] += scores[i * labels + l]
    if (behind) background += behind[i]
  }
  if (kept === 0) return null
  return {
    likelihoods: sums.map((sum) => sum / kept),
    background: behind ? background / kept : null,
    frameCount: kept,
  }
}

export interface TraceComponentsInput {
  readonly mixture: GaussianMixture
  readonly source: FrameSource
  readonly port?: MessagePort
}

/** The responsibilities of a mixture's components over a recording, dropped frames included: row-major frames x K. */
export function traceComponents({ mixture, source }: TraceComponentsInput): Float32Array {
  return Float32Array.from(responsibilities(mixture, readFeatures(source)))
}
