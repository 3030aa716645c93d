import type { MessagePort } from 'node:worker_threads'
import { openKeptFrames } from '../../project/keptFrames'
import {
  clusteredSegments,
  prototypesOf,
  type ClusteredSegment,
  type FrameTimes,
  type TimeStretch,
} from '../../recognition/clustering/clusteredSegments'
import { clusterSpeech, type ClusterOptions } from '../../recognition/clustering/clusterSpeech'
import type { FrameSource } from './frameSource'

export interface ClusterInput {
  readonly sources: readonly (FrameSource & { readonly keptCount: number })[]
  readonly options: ClusterOptions
  readonly firstMiddleSeconds: FrameTimes['firstMiddleSeconds']
  /** Hears how much is done, from 0 to 1. */
  readonly port?: MessagePort
}

export interface ClusteredRecordings {
  readonly segments: readonly ClusteredSegment[]
  /** One list a cluster. */
  readonly prototypes: readonly (readonly TimeStretch[])[]
  readonly warnings: readonly string[]
}

/** Groups the speech of recordings whose features are cached. Recordings are told by their place in `sources`. */
export function clusterRecordings({ sources, options, firstMiddleSeconds, port }: ClusterInput): ClusteredRecordings {
  const recordings = sources.map((source) => ({ keptCount: source.keptCount, open: () => openKeptFrames([source]) }))
  const { clusterCount, stretches, warnings } = clusterSpeech(recordings, options, (share) => port?.postMessage(share))
  const speech = sources.map((source) => source.speech)
  const segments = clusteredSegments(stretches, { hopSeconds: options.hopSeconds, firstMiddleSeconds, speech })
  return { segments, prototypes: prototypesOf(segments, clusterCount), warnings }
}
