import type { Frames } from '../../mixture/frames'
import type { FrameSource } from '../../mixture/frameSource'
import { CepstraError } from '../../cepstraError'
import { momentsOf, sumOfMoments, variancesOf, type GaussianMoments } from './gaussianMoments'
import { gaussianJudge, type GaussianJudge } from './mergeGain'
import { blockSeconds, voiceChanges } from './voiceChanges'

/** Whether one recording may hold several voices, or is of one voice as a whole. */
export const clusterUnits = ['segments', 'recordings'] as const
export type ClusterUnit = (typeof clusterUnits)[number]

/** The kept frames of one recording, opened when its turn comes and closed again. */
export interface SpeechRecording {
  readonly keptCount: number
  open(): FrameSource & { close(): void }
}

/** A stretch of one recording that is taken for one voice: frames [from, to) of those that voice activity kept. */
export interface SpeechUnit {
  readonly recording: number
  readonly from: number
  readonly to: number
  readonly moments: GaussianMoments
}

/** What the speech of all recordings comes to, in memory that holds for hours of it. */
export interface SpeechMaterial {
  /** By recording, then by time. They fill every recording. */
  readonly units: readonly SpeechUnit[]
  /** Every `step`-th kept frame of each recording, from its first on, one recording after the other. */
  readonly frames: Frames
  readonly step: number
  /** Where the frames of each recording begin, and how many frames there are in all. */
  readonly firstFrames: readonly number[]
  /** D variances of all frames. */
  readonly variances: Float64Array
  readonly judge: GaussianJudge
  readonly hopSeconds: number
}

/** More speech than this cannot be held together; it takes 60 MB and some minutes. */
const mostSpeechSeconds = 12 * 3600
/** Mixtures are fitted to no more frames where thinning helps; neighbors 50 ms apart still follow a voice. */
const wantedFrames = 60_000
const longestStepSeconds = 0.05
/** A recording is looked through for changes so many frames at a time. */
const framesAtOnce = 60_000
/** Variances of columns that never change, beside which others still count. */
const leastVariance = 1e-10

/**
 * Reads all recordings once, and cuts them into units: where the voice may change, or not at all. Recordings without
 * kept frames have no units.
 *
 * @throws CepstraError TOO_FEW_FRAMES where there is no speech, OPTIONS_INVALID where there is more than 12 hours of it.
 */
export function gatherSpeech(
  recordings: readonly SpeechRecording[],
  options: { readonly unit: ClusterUnit; readonly hopSeconds: number },
  onProgress: (share: number) => void = () => undefined,
): SpeechMaterial {
  const { unit, hopSeconds } = options
  const total = recordings.reduce((sum, { keptCount }) => sum + keptCount, 0)
  checkAmount(total, hopSeconds)
  const step = Math.min(Math.ceil(total / wantedFrames), Math.max(1, Math.floor(longestStepSeconds / hopSeconds)))
  const firstFrames = [0]
  for (const { keptCount } of recordings) firstFrames.push((firstFrames.at(-1) ?? 0) + Math.ceil(keptCount / step))
  const blockFrames = Math.max(1, Math.round(blockSeconds / hopSeconds))
  const blocks: SpeechUnit[][] = []
  let frames: Frames | undefined
  let center: Float64Array | undefined
  let seen = 0
  for (const [recording, { keptCount, open }] of recordings.entries()) {
    if (keptCount === 0) continue
    const source = open()
    try {
      const { dimensions } = source
      const count = firstFrames[recordings.length]
      frames ??= { data: new Float32Array(count * dimensions), count, dimensions }
      for (let from = 0; from < keptCount; from += framesAtOnce) {
        const part = source.read(from, Math.min(keptCount, from + framesAtOnce))
        center ??= meanOf(part)
        for (let frame = Math.ceil(from / step) * step; frame < from + part.count; frame += step) {
          const row = part.data.subarray((frame - from) * dimensions, (frame - from + 1) * dimensions)
          frames.data.set(row, (firstFrames[recording] + frame / step) * dimensions)
        }
        const ofPart: SpeechUnit[] = []
        for (let first = 0; first < part.count; first += blockFrames) {
          const to = Math.min(part.count, first + blockFrames)
          ofPart.push({ recording, from: from + first, to: from + to, moments: momentsOf(part, first, to, center) })
        }
        // Whole recordings need no blocks any more.
        blocks.push(unit === 'segments' ? ofPart : [joined(ofPart)])
        onProgress((seen += part.count) / total)
      }
    } finally {
      source.close()
    }
  }
  if (!frames) throw new Error('Speech was counted that no recording has.')
  const variances = variancesOf(sumOfMoments(blocks.flat().map(({ moments }) => moments)))
  const judge = gaussianJudge(variances.map((variance) => Math.max(variance, leastVariance)))
  const units = unit === 'segments' ? blocks.flatMap((part) => cutAtChanges(part, judge)) : byRecording(blocks.flat())
  return { units, frames, step, firstFrames, variances, judge, hopSeconds }
}

function checkAmount(total: number, hopSeconds: number): void {
  if (total === 0) {
    throw new CepstraError('TOO_FEW_FRAMES', 'None of these recordings has a frame of sound. Choose others.')
  }
  if (total * hopSeconds > mostSpeechSeconds) {
    const hours = ((total * hopSeconds) / 3600).toFixed(1)
    throw new CepstraError(
      'OPTIONS_INVALID',
      `These recordings hold ${hours} hours of speech, and at most ${mostSpeechSeconds / 3600} can be grouped together. Choose fewer.`,
    )
  }
}

function cutAtChanges(blocks: readonly SpeechUnit[], judge: GaussianJudge): SpeechUnit[] {
  const cuts = voiceChanges(
    blocks.map(({ moments }) => moments),
    judge,
  )
  return cuts.slice(1).map((end, i) => joined(blocks.slice(cuts[i], end)))
}

function byRecording(parts: readonly SpeechUnit[]): SpeechUnit[] {
  const recordings = [...new Set(parts.map(({ recording }) => recording))]
  return recordings.map((recording) => joined(parts.filter((part) => part.recording === recording)))
}

/** Consecutive stretches of one recording as one. */
function joined(parts: readonly SpeechUnit[]): SpeechUnit {
  const [{ recording, from }] = parts
  const moments = parts.length === 1 ? parts[0].moments : sumOfMoments(parts.map((part) => part.moments))
  return { recording, from, to: parts[parts.length - 1].to, moments }
}

function meanOf({ data, count, dimensions }: Frames): Float64Array {
  const mean = new Float64Array(dimensions)
  for (let at = 0; at < count * dimensions; at++) mean[at % dimensions] += data[at] / count
  return mean
}
