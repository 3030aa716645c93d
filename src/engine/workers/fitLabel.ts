import { setImmediate } from 'node:timers/promises'
import type { MessagePort } from 'node:worker_threads'
import type { BankMixture } from '../../recognition/bank'
import { thinFrames } from '../../recognition/thinFrames'
import { fitLabelSteps, type TrainLabelOptions } from '../../recognition/trainLabel'
import { framesOf, type FrameSource } from './frameSource'

export interface FitLabelInput {
  readonly label: string
  readonly sources: readonly FrameSource[]
  readonly options: TrainLabelOptions
  /** Fit to no more than this many frames, evenly spaced. */
  readonly maxFrames?: number
  readonly port?: MessagePort
}

/** Fits the mixture of one label; the port hears each step of the expectation maximization. */
export async function fitLabel({ label, sources, options, maxFrames, port }: FitLabelInput): Promise<BankMixture> {
  const all = await framesOf(sources)
  const steps = fitLabelSteps(label, maxFrames === undefined ? all : thinFrames(all, maxFrames), options)
  let toldAt = 0
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    const now = Date.now()
    if (!port || now - toldAt < 50) continue
    toldAt = now
    port.postMessage(step.value)
    await setImmediate()
  }
}
