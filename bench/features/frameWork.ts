import Meyda from 'meyda'
import { extractFeatures } from '../../src/features/extractFeatures'
import type { Recipe } from '../../src/features/recipe'

/** Frames as users of Meyda cut them: `frameLength` samples, a power of two, every `hop`. */
export interface MeydaWork {
  readonly frameLength: number
  readonly hop: number
}

/** What a thread is asked to do once, on samples in shared memory. */
export interface FrameWork {
  readonly samples: Float32Array
  readonly sampleRateHz: number
  readonly by: { readonly meyda: MeydaWork } | { readonly recipe: Recipe }
  /** Threads that begin at the same moment, counted here. */
  readonly gate: Int32Array
  readonly threads: number
}

export interface FrameAnswer {
  readonly frames: number
  /** Milliseconds on the machine's clock. */
  readonly begin: number
  readonly end: number
  /** The first frames' coefficients, row after row, to compare. */
  readonly first: Float32Array
}

const comparedFrames = 100

/** Held through all rounds, so that no thread measures how memory is asked for. */
let own: { readonly shared: Float32Array; readonly samples: Float32Array } | null = null

/** Extracts features of all samples, by Meyda as it is or by our front end, once all threads are there. */
export function frameWork({ samples: shared, sampleRateHz, by, gate, threads }: FrameWork): FrameAnswer {
  if (own?.shared.buffer !== shared.buffer) own = { shared, samples: shared.slice() }
  const { samples } = own
  Atomics.add(gate, 0, 1)
  Atomics.notify(gate, 0)
  for (let there = Atomics.load(gate, 0); there < threads; there = Atomics.load(gate, 0)) Atomics.wait(gate, 0, there)
  const begin = now()
  if ('recipe' in by) {
    const { frameCount, dimensions, data } = extractFeatures({ samples, sampleRateHz }, by.recipe)
    return { frames: frameCount, begin, end: now(), first: data.slice(0, comparedFrames * dimensions) }
  }
  const { frames, first } = byMeyda(samples, sampleRateHz, by.meyda)
  return { frames, begin, end: now(), first }
}

/** `Meyda.extract('mfcc')` frame after frame, with Meyda's own settings but for rate and length. */
function byMeyda(
  samples: Float32Array,
  sampleRateHz: number,
  { frameLength, hop }: MeydaWork,
): { frames: number; first: Float32Array } {
  Meyda.sampleRate = sampleRateHz
  Meyda.bufferSize = frameLength
  const found: number[][] = []
  for (let from = 0; from + frameLength <= samples.length; from += hop) {
    found.push(Meyda.extract('mfcc', samples.subarray(from, from + frameLength)) as unknown as number[])
  }
  return { frames: found.length, first: Float32Array.from(found.slice(0, comparedFrames).flat()) }
}

function now(): number {
  return performance.timeOrigin + performance.now()
}
