import type { ClusteredStretch } from './clusterSpeech'

/** A stretch of time of one recording. */
export interface TimeStretch {
  readonly recording: number
  readonly startSeconds: number
  readonly endSeconds: number
}

/** Unbroken speech of one cluster: pauses shorter than half a second are part of it. */
export interface ClusteredSegment extends TimeStretch {
  /** From 0. */
  readonly cluster: number
  /** The time of kept frames alone. */
  readonly speechSeconds: number
  /** As of `ClusteredStretch`, the mean over its speech. */
  readonly typicality: number
}

/** How the frames of recordings lie in time. */
export interface FrameTimes {
  readonly hopSeconds: number
  /** How far behind i hops the middle of frame i lies. */
  readonly firstMiddleSeconds: number
  /** Of each recording one byte a frame: 1 kept, 0 dropped. */
  readonly speech: readonly Uint8Array[]
}

/** A longer pause ends a segment. */
const pauseSeconds = 0.5
/** A segment to listen to, where there are longer ones: shorter than the first says little, longer than the second bores. */
const prototypeSeconds = { least: 1, most: 6 }
const prototypesACluster = 5

/** The segments in time, by recording and then by time. */
export function clusteredSegments(stretches: readonly ClusteredStretch[], times: FrameTimes): ClusteredSegment[] {
  const { hopSeconds, firstMiddleSeconds, speech } = times
  const segments: ClusteredSegment[] = []
  let rows: readonly number[] = []
  let recording = -1
  for (const { from, to, cluster, typicality, ...stretch } of stretches) {
    if (stretch.recording !== recording) {
      recording = stretch.recording
      rows = keptRows(speech[recording])
    }
    for (let first = from; first < to;) {
      let end = first + 1
      while (end < to && (rows[end] - rows[end - 1]) * hopSeconds < pauseSeconds) end++
      // The border of two frames lies between their middles.
      const edge = (row: number): number => Math.max(0, firstMiddleSeconds + (row - 0.5) * hopSeconds)
      const startSeconds = edge(rows[first])
      const endSeconds = edge(rows[end - 1] + 1)
      segments.push({
        recording,
        startSeconds,
        endSeconds,
        cluster,
        speechSeconds: (end - first) * hopSeconds,
        typicality,
      })
      first = end
    }
  }
  return segments
}

/** For each cluster the segments that stand for it best, at most five, none longer than 6 s. */
export function prototypesOf(segments: readonly ClusteredSegment[], clusterCount: number): TimeStretch[][] {
  return Array.from({ length: clusterCount }, (_, cluster) => {
    const own = segments.filter((segment) => segment.cluster === cluster)
    const long = own.filter(({ speechSeconds }) => speechSeconds >= prototypeSeconds.least)
    return (long.length > 0 ? long : own)
      .toSorted((a, b) => b.typicality - a.typicality)
      .slice(0, prototypesACluster)
      .map(({ recording, startSeconds, endSeconds }) => {
        return { recording, startSeconds, endSeconds: Math.min(endSeconds, startSeconds + prototypeSeconds.most) }
      })
  })
}

function keptRows(speech: Uint8Array): number[] {
  const rows: number[] = []
  speech.forEach((kept, row) => {
    if (kept === 1) rows.push(row)
  })
  return rows
}
