import type { MessagePort } from 'node:worker_threads'
import { concatenateFrames, type Frames } from '../../mixture/frames'
import type { GaussianMixture } from '../../mixture/gaussianMixture'
import { responsibilities } from '../../mixture/score'
import { readFeatures } from '../../project/keptFrames'
import {
  coefficientPlane,
  principalAxes,
  projectFrames,
  projectMixture,
  type PlaneComponent,
} from '../../recognition/principalAxes'
import type { FrameSource } from './frameSource'

export interface ScatterInput {
  readonly sources: readonly (FrameSource & { readonly recordingId: number; readonly keptCount: number })[]
  readonly mixture: GaussianMixture
  readonly axes: { readonly kind: 'coefficients'; readonly x: number; readonly y: number } | { readonly kind: 'pca' }
  readonly maxPoints: number
  readonly port?: MessagePort
}

export interface ScatterOutput {
  /** Rows of: x, y, most responsible component, recording id, frame index. */
  readonly points: Float32Array
  readonly pointCount: number
  readonly frameCount: number
  /** Shares of the variance along the principal axes; null for axes chosen by hand. */
  readonly explained: readonly [number, number] | null
  readonly components: readonly PlaneComponent[]
}

/** An even sample of a label's frames on two axes, with the mixture's components as they look there. */
export function scatterFrames({ sources, mixture, axes, maxPoints }: ScatterInput): ScatterOutput {
  const frameCount = sources.reduce((sum, { keptCount }) => sum + keptCount, 0)
  const step = Math.max(1, Math.ceil(frameCount / maxPoints))
  const { frames, recordingIds, frameIndices } = sampled(sources, step, mixture.dimensions)
  const plane = axes.kind === 'pca' ? principalAxes(frames) : coefficientPlane(mixture.dimensions, axes.x, axes.y)
  const places = projectFrames(frames, plane)
  const components = projectMixture(mixture, plane)
  const winners = mostResponsible(mixture, frames)
  const points = new Float32Array(frames.count * 5)
  for (let i = 0; i < frames.count; i++) {
    points[i * 5] = places[i * 2]
    points[i * 5 + 1] = places[i * 2 + 1]
    points[i * 5 + 2] = winners[i]
    points[i * 5 + 3] = recordingIds[i]
    points[i * 5 + 4] = frameIndices[i]
  }
  return { points, pointCount: frames.count, frameCount, explained: plane.explained, components }
}

/** Frames looked at together, so that memory does not grow with frames x components. */
const framesAtOnce = 4096

function mostResponsible(mixture: GaussianMixture, frames: Frames): Uint16Array {
  const { componentCount } = mixture
  const { data, count, dimensions } = frames
  const winners = new Uint16Array(count)
  for (let from = 0; from < count; from += framesAtOnce) {
    const to = Math.min(count, from + framesAtOnce)
    const part = { data: data.subarray(from * dimensions, to * dimensions), count: to - from, dimensions }
    const shares = responsibilities(mixture, part)
    for (let i = from; i < to; i++) {
      const first = (i - from) * componentCount
      for (let k = 1; k < componentCount; k++) if (shares[first + k] > shares[first + winners[i]]) winners[i] = k
    }
  }
  return winners
}

/** Every `step`-th kept frame over all sources, one recording in memory at a time. */
function sampled(sources: ScatterInput['sources'], step: number, dimensions: number) {
  const parts: Frames[] = []
  const recordingIds: number[] = []
  const frameIndices: number[] = []
  let kept = 0
  for (const { recordingId, ...source } of sources) {
    const { speech } = source
    const all = readFeatures(source)
    const rows: number[] = []
    for (let frame = 0; frame < all.count; frame++) {
      if (speech[frame] === 1 && kept++ % step === 0) rows.push(frame)
    }
    const data = new Float32Array(rows.length * dimensions)
    rows.forEach((frame, row) => {
      data.set(all.data.subarray(frame * dimensions, (frame + 1) * dimensions), row * dimensions)
      recordingIds.push(recordingId)
      frameIndices.push(frame)
    })
    if (rows.length > 0) parts.push({ data, count: rows.length, dimensions })
  }
  const frames = parts.length > 0 ? concatenateFrames(parts) : { data: new Float32Array(0), count: 0, dimensions }
  return { frames, recordingIds, frameIndices }
}
