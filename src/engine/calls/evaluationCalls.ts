import { CepstraError } from '../../cepstraError'
import type { StoredEvaluation } from '../../project/evaluationStore'
import type { Evaluation, Outputs } from '../contract'
import { calls } from './base'

type EvaluatedRecording = Outputs['evaluations']['recordings'][number]

function wireEvaluation({ id, createdAt, body }: StoredEvaluation): Evaluation {
  return { id, createdAt, ...(JSON.parse(body) as Omit<Evaluation, 'id' | 'createdAt'>) }
}

function required(evaluation: StoredEvaluation | undefined, id: number): StoredEvaluation {
  if (!evaluation) throw new CepstraError('NOT_FOUND', `There is no evaluation ${id} in this project.`)
  return evaluation
}

export const evaluationCalls = {
  list: calls.evaluations.list.handler(({ context }) =>
    context.session.required().project.evaluations.list().map(wireEvaluation),
  ),

  get: calls.evaluations.get.handler(({ input, context }) =>
    wireEvaluation(required(context.session.required().project.evaluations.get(input.id), input.id)),
  ),

  recordings: calls.evaluations.recordings.handler(({ input, context }) => {
    const stored = required(context.session.required().project.evaluations.get(input.id), input.id)
    return (JSON.parse(stored.recordings) as EvaluatedRecording[]).filter(
      ({ truth, best }) =>
        (input.truth === undefined || truth === input.truth) && (input.answer === undefined || best === input.answer),
    )
  }),
}
