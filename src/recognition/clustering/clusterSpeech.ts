import { groupByOccupancy } from './groupByOccupancy'
import { mergeVoices, type Grouping, type GroupingOptions } from './mergeVoices'
import { evidence } from './resegment'
import { gatherSpeech, type SpeechMaterial, type SpeechRecording } from './speechMaterial'

/** How speech can be grouped; see `mergeVoices` and `groupByOccupancy`. */
export const clusterMethods = ['merging', 'occupancy'] as const
export type ClusterMethod = (typeof clusterMethods)[number]

export interface ClusterOptions extends GroupingOptions {
  readonly method: ClusterMethod
  /** From one frame to the next. */
  readonly hopSeconds: number
}

/** Kept frames [from, to) of one recording, all of one cluster. */
export interface ClusteredStretch {
  readonly recording: number
  readonly from: number
  readonly to: number
  /** From 0, the one with most frames first. */
  readonly cluster: number
  /** How much better its cluster explains it than the next best, in nats a frame; alone, how well it explains it at all. */
  readonly typicality: number
}

export interface ClusteredSpeech {
  readonly clusterCount: number
  /** By recording, then by time; together all kept frames. */
  readonly stretches: readonly ClusteredStretch[]
  /** Sentences on what keeps the answer from being trusted. */
  readonly warnings: readonly string[]
}

/**
 * Groups the speech of recordings by voice, without labels. The same recordings, in the same order, and the same seed give
 * the same clusters.
 *
 * Throws as `gatherSpeech` and `groupByOccupancy` do.
 *
 * @param onProgress hears how much is done, from 0 to 1.
 */
export function clusterSpeech(
  recordings: readonly SpeechRecording[],
  options: ClusterOptions,
  onProgress: (share: number) => void = () => undefined,
): ClusteredSpeech {
  const material = gatherSpeech(recordings, options, (share) => onProgress(0.2 * share))
  const group = options.method === 'merging' ? mergeVoices : groupByOccupancy
  const grouping = group(material, options, (share) => onProgress(0.2 + 0.75 * share))
  const numbers = bySize(grouping)
  const stretches = stretchesOf(material, grouping, options.unit === 'recordings').map((stretch) => ({
    ...stretch,
    cluster: numbers[stretch.cluster],
  }))
  onProgress(1)
  return { clusterCount: numbers.length, stretches, warnings: grouping.warnings }
}

/** The new number of each cluster: the largest is 0. */
function bySize({ clusterOf, models }: Grouping): number[] {
  const sizes = models.map(() => 0)
  for (const cluster of clusterOf) sizes[cluster]++
  const order = sizes.map((_, cluster) => cluster).sort((a, b) => sizes[b] - sizes[a] || a - b)
  return sizes.map((_, cluster) => order.indexOf(cluster))
}

function stretchesOf(
  { frames, firstFrames, step, units }: SpeechMaterial,
  { clusterOf, models }: Grouping,
  whole: boolean,
): ClusteredStretch[] {
  const stretches: ClusteredStretch[] = []
  for (let recording = 0; recording + 1 < firstFrames.length; recording++) {
    const [first, after] = [firstFrames[recording], firstFrames[recording + 1]]
    const last = units.findLast((unit) => unit.recording === recording)
    if (!last) continue
    const scores = evidence(frames, models, first, after)
    let sum = 0
    let begin = first
    let frame = first
    for (const block of scores) {
      for (let row = 0; row < block.length; row += models.length) {
        sum += leadOf(block.subarray(row, row + models.length), clusterOf[frame])
        frame++
        if (frame < after && (whole || clusterOf[frame] === clusterOf[begin])) continue
        const to = frame === after ? last.to : (frame - first) * step
        const typicality = sum / (frame - begin)
        stretches.push({ recording, from: (begin - first) * step, to, cluster: clusterOf[begin], typicality })
        begin = frame
        sum = 0
      }
    }
  }
  return stretches
}

function leadOf(scores: Float64Array, own: number): number {
  if (scores.length === 1) return scores[0]
  let other = -Infinity
  for (let cluster = 0; cluster < scores.length; cluster++)
    if (cluster !== own) other = Math.max(other, scores[cluster])
  return scores[own] - other
}
