import type { ComponentDensities } from './componentDensities'
import { expectationOf } from './expectationOf'
import type { Frames } from './frames'
import type { AddSums } from './frameSums'
import type { GaussianMixture } from './gaussianMixture'
import { assignFrames, clusterSumsLength } from './nearestCenters'
import { manyScoring, type TopScoring } from './manyScoring'
import type { Precision } from './precision'
import { clusterChangesLength, reassignFrames, type Reassignment } from './reassignFrames'
import { momentFormOf, SufficientStatistics, statisticsLength } from './sufficientStatistics'

/**
 * Work over all frames whose result is a row of sums, so that parts of the frames can be worked on anywhere and their
 * sums added. Plain data: it can be sent to a worker thread.
 *
 * - `expect`: the E-step; the sums are those of `SufficientStatistics`, about `densities.means`.
 * - `assign`: each frame goes to the nearest of `centers` (K x D); the sums are those of `clusterSums`. Where `labels` is
 *   given, on shared memory, each frame's center is written there.
 * - `reassign`: the same for frames without weights, of which is remembered what spares most of them the search in later
 *   rounds; the sums are those of `clusterChanges`.
 * - `moments`: sum of weights, then D sums of w (x - about) and D sums of w (x - about)^2.
 * - `score`: ln p(frame) of each frame is written to `out`, on shared memory; the one sum is theirs, weighted.
 * - `scores`: the weighted sum of ln p(frame) under each of many mixtures. Each part of the frames is read once. With `top`
 *   few components of each frame count; see `TopScoring`.
 */
export type FrameTask =
  | { readonly kind: 'expect'; readonly densities: ComponentDensities; readonly precision: Precision }
  | { readonly kind: 'assign'; readonly centers: Float64Array; readonly labels?: Int32Array }
  | ({ readonly kind: 'reassign' } & Reassignment)
  | { readonly kind: 'moments'; readonly about: Float64Array }
  | {
      readonly kind: 'score'
      readonly densities: ComponentDensities
      readonly precision: Precision
      readonly out: Float64Array
    }
  | {
      readonly kind: 'scores'
      readonly mixtures: readonly GaussianMixture[]
      readonly precision: Precision
      readonly top: TopScoring | null
    }

/** How many sums a task over frames of D dimensions comes down to. */
export function sumsLength(task: FrameTask, dimensions: number): number {
  switch (task.kind) {
    case 'expect': {
      const { covarianceType, componentCount } = task.densities
      return statisticsLength(momentFormOf(covarianceType), componentCount, dimensions)
    }
    case 'assign':
      return clusterSumsLength(task.centers, dimensions)
    case 'reassign':
      return clusterChangesLength(task.centers, dimensions)
    case 'moments':
      return 1 + 2 * dimensions
    case 'score':
      return 1
    case 'scores':
      return task.mixtures.length
  }
}

/** Outside of the kernels a number takes about as long as so many multiplications in them. */
const multiplicationsPerNumber = 16

/** About how many multiplications a task costs per frame; decides how long a part may be before the caller looks up. */
export function costPerFrame(task: FrameTask, dimensions: number): number {
  if (task.kind === 'moments') return multiplicationsPerNumber * dimensions
  if (task.kind === 'assign' || task.kind === 'reassign') return task.centers.length
  if (task.kind === 'scores') {
    const { mixtures, top } = task
    if (top) return multiplications(top.background, dimensions) + mixtures.length * top.perFrame * dimensions
    return mixtures.reduce((sum, mixture) => sum + multiplications(mixture, dimensions), 0)
  }
  return multiplications(task.densities, dimensions)
}

function multiplications(
  { covarianceType, componentCount }: Pick<GaussianMixture, 'covarianceType' | 'componentCount'>,
  dimensions: number,
): number {
  const perComponent = momentFormOf(covarianceType) === 'full' ? (dimensions * (dimensions + 1)) / 2 : dimensions
  return componentCount * perComponent
}

/** Prepares a task in this thread: what it takes once is made here, what it takes per part in the function returned. */
export function addSums(task: FrameTask): AddSums {
  switch (task.kind) {
    case 'expect': {
      const { densities, precision } = task
      const { covarianceType, componentCount, means } = densities
      const expectation = expectationOf(densities, precision)
      const form = momentFormOf(covarianceType)
      return (part, _offset, sums) => {
        const statistics = new SufficientStatistics(form, componentCount, means, sums)
        expectation.accumulate(part, 0, part.count, statistics)
      }
    }
    case 'assign':
      return assignFrames(task.centers, task.labels)
    case 'reassign':
      return reassignFrames(task)
    case 'moments':
      return (part, _offset, sums) => {
        addMoments(part, task.about, sums)
      }
    case 'score': {
      const expectation = expectationOf(task.densities, task.precision)
      return (part, offset, sums) => {
        const scores = task.out.subarray(offset, offset + part.count)
        expectation.logDensities(part, 0, part.count, scores)
        for (let i = 0; i < part.count; i++) sums[0] += scores[i] * (part.weights ? part.weights[i] : 1)
      }
    }
    case 'scores': {
      const prepare = manyScoring(task.precision, task.top)
      let scores = new Float64Array(0)
      return (part, _offset, sums) => {
        if (scores.length < part.count) scores = new Float64Array(part.count)
        const score = prepare(part)
        for (const [l, mixture] of task.mixtures.entries()) {
          score(mixture, scores)
          // One frame after the other, so that it does not matter in what parts they come.
          for (let i = 0; i < part.count; i++) sums[l] += scores[i] * (part.weights ? part.weights[i] : 1)
        }
      }
    }
  }
}

function addMoments({ data, count, dimensions, weights }: Frames, about: Float64Array, sums: Float64Array): void {
  for (let i = 0, at = 0; i < count; i++) {
    const weight = weights ? weights[i] : 1
    sums[0] += weight
    for (let j = 0; j < dimensions; j++, at++) {
      const difference = data[at] - about[j]
      sums[1 + j] += weight * difference
      sums[1 + dimensions + j] += weight * difference * difference
    }
  }
}
