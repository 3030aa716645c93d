import type { MessagePort } from 'node:worker_threads'
import type { FramePasses } from '../../mixture/framePasses'
import type { Frames } from '../../mixture/frames'
import { framesAt } from '../../mixture/sampleFrames'
import { shareFrames } from '../../mixture/threads/shareableSource'
import { openKeptFrames } from '../../project/keptFrames'
import { adaptLabelSteps, type AdaptLabelOptions } from '../../recognition/adaptLabel'
import type { BankMixture } from '../../recognition/bank'
import { fitLabelSteps, type TrainLabelOptions } from '../../recognition/trainLabel'
import { openPasses, type FramesAt, type ShareOptions } from './framesAt'
import type { FrameSource } from './frameSource'
import { runSteps } from './runSteps'

export interface FitLabelInput {
  readonly label: string
  readonly sources: readonly FrameSource[]
  readonly options: TrainLabelOptions
  /** Adapt this mixture to the label instead of fitting one. */
  readonly adapt?: AdaptLabelOptions
  /** Fit to no more than this many frames, evenly spaced. */
  readonly maxFrames?: number
  readonly share: ShareOptions
  readonly port?: MessagePort
}

/** Frames that take more bytes than this are read from the cache a part at a time, in every iteration anew. */
const mostBytes = 64 * 2 ** 20

/** Fits or adapts the mixture of one label; the port hears each step of the expectation maximization. */
export async function fitLabel({
  label,
  sources,
  options,
  adapt,
  maxFrames,
  share,
  port,
}: FitLabelInput): Promise<BankMixture> {
  using opened = openPasses(placeOf(sources), share)
  const { passes } = opened
  const frames = maxFrames !== undefined && maxFrames < passes.source.count ? thinned(passes, maxFrames) : passes
  const steps = adapt ? adaptLabelSteps(label, frames, adapt) : fitLabelSteps(label, frames, options)
  return await runSteps(steps, port ? { port } : {})
}

/** Where the passes find the frames: in memory, where they do not take too much of it. */
function placeOf(sources: readonly FrameSource[]): FramesAt {
  using kept = openKeptFrames(sources)
  const { count, dimensions, origin } = kept
  if (count * dimensions * Float32Array.BYTES_PER_ELEMENT > mostBytes) return origin
  return shareFrames(kept.read(0, count)).origin
}

/** Evenly spaced frames; see `thinFrames`. */
function thinned({ source }: FramePasses, count: number): Frames {
  return framesAt(
    source,
    Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * source.count) / count)),
  )
}
