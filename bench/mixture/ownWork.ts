import { resolve } from 'node:path'
import { densitiesOf } from '../../src/mixture/componentDensities'
import { fitMixture } from '../../src/mixture/expectationMaximization'
import type { FramePasses } from '../../src/mixture/framePasses'
import type { GaussianMixture } from '../../src/mixture/gaussianMixture'
import { kMeans } from '../../src/mixture/kmeans'
import type { Precision } from '../../src/mixture/precision'
import { openFrameThreads, type FrameThreads } from '../../src/mixture/threads/frameThreads'
import { sharedFloat64 } from '../../src/mixture/threads/shareableSource'
import type { PeerAnswer } from './scikitLearn'
import { emIterations, kMeansRounds, scorePasses, type RowWork } from './rowWork'

type Outcome = Omit<PeerAnswer, 'seconds'>

const shardFile = resolve(import.meta.dirname, '../../out/main/shard.js')

/** The built program's worker threads, `threads` with this one. */
export function openThreads(threads: number): FrameThreads {
  return openFrameThreads({ shardFile, threads })
}

/** Does a row's work once, and says what it took and came to, as scikit-learn's side does. */
export function ownWork(
  { work }: RowWork,
  passes: FramePasses,
  start: GaussianMixture,
  precision: Precision,
): PeerAnswer {
  switch (work) {
    case 'em':
      return timed(() => expectationMaximization(passes, start, precision))
    case 'kmeans':
      return timed(() => {
        const { inertia, iterations } = kMeans(passes, {
          clusters: start.componentCount,
          initialization: start.means,
          maxIterations: kMeansRounds,
        })
        return { result: inertia, iterations }
      })
    case 'score':
      return timed(() => {
        let sum = NaN
        for (let pass = 0; pass < scorePasses; pass++) {
          const out = sharedFloat64(passes.source.count)
          sum = toEnd(passes.sums({ kind: 'score', densities: densitiesOf(start), precision, out }))[0]
        }
        return { result: sum / passes.source.count, iterations: scorePasses }
      })
  }
}

/** Iterations from the start's parameters, none of them left out; the result is the last lower bound. */
function expectationMaximization(passes: FramePasses, start: GaussianMixture, precision: Precision): Outcome {
  const { lowerBounds } = fitMixture(passes, {
    components: start.componentCount,
    covarianceType: start.covarianceType,
    initialization: start,
    maxIterations: emIterations,
    tolerance: 0,
    precision,
  })
  return { result: lowerBounds.at(-1) ?? NaN, iterations: lowerBounds.length }
}

function timed(work: () => Outcome): PeerAnswer {
  const begin = performance.now()
  const answer = work()
  return { ...answer, seconds: (performance.now() - begin) / 1000 }
}

/** What a generator returns after all its steps. */
export function toEnd<Result>(steps: Generator<void, Result>): Result {
  let next = steps.next()
  while (!next.done) next = steps.next()
  return next.value
}
