import { scoreSamples } from '../../mixture/score'
import type { Frames } from '../../mixture/frames'
import { bestRuns } from '../timeline/bestRuns'
import type { ClusterUnit, SpeechMaterial } from './speechMaterial'
import { fitVoice, type VoiceModel } from './voiceModel'

/** Nobody speaks for a shorter time, of speech without its pauses. */
const leastTurnSeconds = 1
/** A cluster of less speech is given up. */
const leastClusterSeconds = 1
const framesAtOnce = 8192

/** Which cluster each frame of the material belongs to, and the mixtures of the clusters. */
export interface Voices {
  readonly clusterOf: Int32Array
  readonly models: readonly VoiceModel[]
}

/** The mixtures of clusters that are given frame by frame, -1 for none; those with too little speech are given up. */
export function fitVoices(
  material: SpeechMaterial,
  clusterOf: Int32Array,
  seed: number,
  before: readonly (VoiceModel | null)[] = [],
): Voices {
  const members: number[][] = []
  clusterOf.forEach((cluster, frame) => {
    if (cluster >= 0) (members[cluster] ??= []).push(frame)
  })
  const least = leastClusterSeconds / (material.step * material.hopSeconds)
  const longest = members.reduce((most, { length }) => Math.max(most, length), 0)
  const models: VoiceModel[] = []
  // Numbers may be missing, whose clusters have no frames.
  const numbers = Array.from(members, (frames: number[] | undefined, cluster) => {
    if (!frames || frames.length < Math.min(least, longest)) return -1
    return models.push(fitVoice(material, frames, seed, before[cluster] ?? null)) - 1
  })
  return { clusterOf: clusterOf.map((cluster) => (cluster < 0 ? -1 : numbers[cluster])), models }
}

/**
 * Gives each frame to the cluster whose mixture explains it best among its neighbors: by a Viterbi pass in which nobody
 * speaks for less than a second or, of whole recordings, to that which explains the recording best.
 */
export function assignFrames(material: SpeechMaterial, models: readonly VoiceModel[], unit: ClusterUnit): Int32Array {
  const { firstFrames, frames, step, hopSeconds } = material
  const clusterOf = new Int32Array(frames.count)
  const stateCount = models.length
  const minimumFrames = Math.max(1, Math.round(leastTurnSeconds / (step * hopSeconds)))
  for (let recording = 0; recording + 1 < firstFrames.length; recording++) {
    const first = firstFrames[recording]
    const after = firstFrames[recording + 1]
    if (first === after) continue
    if (unit === 'recordings') {
      const sums = new Float64Array(stateCount)
      for (const block of evidence(frames, models, first, after))
        block.forEach((score, at) => (sums[at % stateCount] += score))
      clusterOf.fill(sums.indexOf(Math.max(...sums)), first, after)
      continue
    }
    const blocks = evidence(frames, models, first, after)
    for (const run of bestRuns([after - first], blocks, { stateCount, minimumFrames, switchPenalty: 0 })) {
      clusterOf.fill(run.state, first + run.first, first + run.after)
    }
  }
  return clusterOf
}

/** The log-likelihoods of frames [first, after) under each mixture: row-major blocks of frames x clusters, in nats. */
export function* evidence(
  { data, dimensions }: Frames,
  models: readonly VoiceModel[],
  first: number,
  after: number,
): Generator<Float64Array> {
  for (let from = first; from < after; from += framesAtOnce) {
    const count = Math.min(framesAtOnce, after - from)
    const part = { data: data.subarray(from * dimensions, (from + count) * dimensions), count, dimensions }
    const block = new Float64Array(count * models.length)
    models.forEach(({ mixture }, m) => {
      const scores = scoreSamples(mixture, part, 'float64')
      for (let i = 0; i < count; i++) block[i * models.length + m] = scores[i]
    })
    yield block
  }
}

/** Assigns all frames anew and fits the mixtures to what they got, so many times. */
export function resegment(
  material: SpeechMaterial,
  voices: Voices,
  options: { readonly unit: ClusterUnit; readonly seed: number; readonly passes: number },
): Voices {
  let current = voices
  for (let pass = 0; pass < options.passes; pass++) {
    const clusterOf = assignFrames(material, current.models, options.unit)
    const next = fitVoices(material, clusterOf, options.seed, current.models)
    // Frames of a cluster that was given up have no other yet.
    const complete = next.models.length === current.models.length
    current = complete ? next : { ...next, clusterOf: assignFrames(material, next.models, options.unit) }
  }
  return current
}
