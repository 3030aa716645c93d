import type { MessagePort } from 'node:worker_threads'
import type { EvaluatedFold } from '../../recognition/evaluation/evaluatedFold'
import {
  measureEvaluation as measure,
  type EvaluationSummary,
  type MeasureOptions,
} from '../../recognition/evaluation/measureEvaluation'

export interface EvaluationInput {
  readonly folds: readonly EvaluatedFold[]
  readonly options: MeasureOptions
  readonly port?: MessagePort
}

/** All figures of an evaluation, of which sorting the scores takes a while. */
export function measureEvaluation({ folds, options }: EvaluationInput): EvaluationSummary {
  return measure(folds, options)
}
