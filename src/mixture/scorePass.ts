import { CepstraError } from '../cepstraError'
import { densitiesOf } from './componentDensities'
import type { FramePasses } from './framePasses'
import type { GaussianMixture } from './gaussianMixture'
import type { Precision } from './precision'
import { sharedFloat64 } from './threads/shareableSource'

export interface Scores {
  /** ln p(frame) of each frame in nats, on shared memory. */
  readonly logDensities: Float64Array
  /** Their sum, each times its frame's weight. */
  readonly logLikelihood: number
}

/**
 * The log density of every frame under the mixture in one pass, by as many threads as share in the passes. Yields every
 * few tens of milliseconds. Takes 8 bytes a frame.
 *
 * @throws CepstraError `MODEL_MISMATCH` when the frames have other dimensions than the mixture.
 */
export function* scorePass(
  passes: FramePasses,
  mixture: GaussianMixture,
  precision: Precision = 'float64',
): Generator<void, Scores> {
  const { count, dimensions } = passes.source
  if (mixture.dimensions !== dimensions) {
    throw new CepstraError(
      'MODEL_MISMATCH',
      `The mixture models ${mixture.dimensions} dimensions, but the frames have ${dimensions}. ` +
        'Score frames of the kind that it was fitted to.',
    )
  }
  const logDensities = sharedFloat64(count)
  const task = { kind: 'score', densities: densitiesOf(mixture), precision, out: logDensities } as const
  const [logLikelihood] = yield* passes.sums(task)
  return { logDensities, logLikelihood }
}
