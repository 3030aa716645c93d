import { setTimeout } from 'node:timers/promises'
import type { FrameThreads } from '../../src/mixture/threads/frameThreads'
import { shareFrames } from '../../src/mixture/threads/shareableSource'
import type { Precision } from '../../src/mixture/precision'
import { median } from './median'
import { ownWork } from './ownWork'
import type { PeakRates } from './peakRates'
import { emIterations, frameCost, kMeansRounds, limitMilliseconds, scorePasses, type RowWork } from './rowWork'
import { plainMixture, type PeerAnswer, type PeerJob, type ScikitLearn } from './scikitLearn'
import type { SpeechFrames } from './speechFrames'
import { startParameters } from './startParameters'

/**
 * Before each measurement: threads of BLAS and OpenMP go on spinning for some time when their work is done, and would take a
 * core from whoever is next.
 */
const restMilliseconds = 300

const precisions = ['float32', 'float64'] as const

/**
 * The results of both sides may differ by this part, or the times would compare different work. One frame that rounding
 * sends to another center changes all later rounds of k-means a little.
 */
const agreement = {
  em: { float32: 1e-5, float64: 1e-9 },
  score: { float32: 1e-6, float64: 1e-12 },
  kmeans: { float32: 1e-3, float64: 1e-4 },
} as const

/** One row of the table in one precision. Times are medians, in milliseconds of one iteration, with all threads. */
export interface ComparedRow {
  readonly work: RowWork['work']
  readonly dims: number
  readonly components: number
  readonly covariance: RowWork['covariance']
  readonly precision: Precision
  readonly frames: number
  /** Rounds of k-means until it rested, iterations of expectation maximization, or passes of scoring. */
  readonly iterations: number
  readonly msPerIteration: number
  readonly framesPerSecond: number
  readonly multiplyAddsPerFrame: number
  readonly exponentialsPerFrame: number
  /** What an iteration would take at the processor's peak rates, and that as a part of what it takes. */
  readonly limitMsPerIteration: number
  readonly ofLimit: number
  /** The last lower bound, the inertia or the mean log-likelihood of a frame. */
  readonly result: number
  /** scikit-learn on float64 frames with the better number of threads; null where it is not installed. */
  readonly peerMsPerIteration: number | null
  /** Time of scikit-learn over our own, for the whole work. */
  readonly ratio: number | null
  readonly wantedRatio: number
  readonly peerResult: number | null
  readonly peerIterations: number | null
  /** The same by its number of threads. */
  readonly peerMsByThreads: Readonly<Record<string, number>>
  /** scikit-learn once on float32 frames and parameters, which it then calculates in; the better number of threads. */
  readonly peerFloat32MsPerIteration: number | null
  readonly peerFloat32Result: number | null
}

/**
 * Does one row's work `rounds` times on all sides in turns: our own in either precision, scikit-learn with each number
 * of threads on float64 frames, and once on float32 ones.
 *
 * @throws Error when the results disagree.
 */
export async function compareRow(
  work: RowWork,
  frames: SpeechFrames,
  { threads, peer, peak, rounds }: Sides,
): Promise<ComparedRow[]> {
  const start = startParameters(frames, work.components, work.covariance ?? 'diag')
  const passes = threads.passesOver(shareFrames(frames))
  const own = new Map<Precision, PeerAnswer[]>(precisions.map((precision) => [precision, []]))
  const others = new Map<Precision, Map<number, PeerAnswer[]>>(
    precisions.map((precision) => [precision, new Map(peer?.threadCounts.map((count) => [count, []]))]),
  )
  await peer?.load('frames', frames)
  // The first time, functions are compiled and threads start.
  for (const precision of precisions) ownWork(work, passes, start, precision)
  for (let round = 0; round < rounds; round++) {
    for (const precision of precisions) {
      await setTimeout(restMilliseconds)
      own.get(precision)!.push(ownWork(work, passes, start, precision))
    }
    for (const [precision, byThreads] of others) {
      if (precision === 'float32' && round > 0) continue
      for (const [count, answers] of byThreads) {
        await setTimeout(restMilliseconds)
        answers.push(await peer!.run(count, { frames: 'frames', precision, ...peerJob(work, start) } as PeerJob))
      }
    }
  }
  const inFloat64 = bestOf(others.get('float64')!)
  const inFloat32 = bestOf(others.get('float32')!)
  return precisions.map((precision) => {
    const answers = own.get(precision)!
    const { result, iterations } = answers[0]
    if (inFloat64 && Math.abs(inFloat64.result - result) > agreement[work.work][precision] * Math.abs(result)) {
      throw new Error(`The programs disagree on ${work.work}: ${result} (${precision}) and ${inFloat64.result}`)
    }
    const seconds = median(answers.map((answer) => answer.seconds))
    const cost = frameCost(work)
    const msPerIteration = (1000 * seconds) / iterations
    const limitMsPerIteration = limitMilliseconds(cost, frames.count, peak[precision])
    return {
      work: work.work,
      dims: work.dims,
      components: work.components,
      covariance: work.covariance,
      precision,
      frames: frames.count,
      iterations,
      msPerIteration,
      framesPerSecond: (1000 * frames.count) / msPerIteration,
      multiplyAddsPerFrame: cost.multiplyAdds,
      exponentialsPerFrame: cost.exponentials,
      limitMsPerIteration,
      ofLimit: limitMsPerIteration / msPerIteration,
      result,
      peerMsPerIteration: inFloat64 && inFloat64.milliseconds / inFloat64.iterations,
      ratio: inFloat64 && inFloat64.milliseconds / (1000 * seconds),
      wantedRatio: work.wanted[precision],
      peerResult: inFloat64?.result ?? null,
      peerIterations: inFloat64?.iterations ?? null,
      peerMsByThreads: inFloat64 ? inFloat64.byThreads : {},
      peerFloat32MsPerIteration: inFloat32 && inFloat32.milliseconds / inFloat32.iterations,
      peerFloat32Result: inFloat32?.result ?? null,
    }
  })
}

/** Who takes part, and how often. */
export interface Sides {
  readonly threads: FrameThreads
  readonly peer: ScikitLearn | null
  readonly peak: Record<Precision, PeakRates>
  readonly rounds: number
}

function peerJob({ work }: RowWork, start: ReturnType<typeof startParameters>): object {
  switch (work) {
    case 'em':
      return { work, iterations: emIterations, ...plainMixture(start) }
    case 'score':
      return { work, iterations: scorePasses, ...plainMixture(start) }
    case 'kmeans':
      return { work, centers: [...start.means], iterations: kMeansRounds, tolerance: 1e-4 }
  }
}

/** The number of threads with the lowest median; null without any. */
function bestOf(answersByThreads: ReadonlyMap<number, readonly PeerAnswer[]>) {
  let best: (Omit<PeerAnswer, 'seconds'> & { milliseconds: number; byThreads: Record<string, number> }) | null = null
  const byThreads: Record<string, number> = {}
  for (const [threads, answers] of answersByThreads) {
    const milliseconds = 1000 * median(answers.map(({ seconds }) => seconds))
    const { result, iterations } = answers[0]
    byThreads[threads] = milliseconds / iterations
    if (best === null || milliseconds < best.milliseconds) best = { milliseconds, result, iterations, byThreads }
  }
  return best
}
