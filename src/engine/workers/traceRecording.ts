import type { MessagePort } from 'node:worker_threads'
import type { GaussianMixture } from '../../mixture/gaussianMixture'
import { responsibilities } from '../../mixture/score'
import { readFeatures } from '../../project/keptFrames'
import type { Bank } from '../../recognition/bank'
import { scoreFrames } from '../../recognition/scoreFrames'
import type { BaseScores } from '../../recognition/scoring/baseScores'
import { pooledOf } from '../../recognition/scoring/pooledGaussian'
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
  const others = [{ mixture: pooledOf(mixtures) }, ...(background ? [background] : [])]
  const behind = scoreFrames({ mixtures: others }, frames)
  return {
    smooth: smoothScores(scores, mixtures.length, source.speech, windowFrames, maxPoints),
    base: keptMeans(scores, mixtures.length, { scores: behind, background: background !== null }, source.speech),
  }
}

function keptMeans(
  scores: Float32Array,
  labels: number,
  behind: { readonly scores: Float32Array; readonly background: boolean },
  speech: Uint8Array,
): BaseScores | null {
  const sums = new Array<number>(labels).fill(0)
  let [pooled, background] = [0, 0]
  let kept = 0
  const columns = behind.background ? 2 : 1
  for (let i = 0; i < speech.length; i++) {
    if (speech[i] === 0) continue
    kept++
    for (let l = 0; l < labels; l++) sums[l] += scores[i * labels + l]
    pooled += behind.scores[i * columns]
    if (behind.background) background += behind.scores[i * columns + 1]
  }
  if (kept === 0) return null
  return {
    likelihoods: sums.map((sum) => sum / kept),
    pooled: pooled / kept,
    background: behind.background ? background / kept : null,
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
