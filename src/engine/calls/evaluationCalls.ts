import { CepstraError } from '../../cepstraError'
import type { StoredEvaluation } from '../../project/evaluationStore'
import { compareAnswers } from '../../recognition/evaluation/compareAnswers'
import type { Evaluation, Inputs, Outputs } from '../contract'
import { calls } from './base'

type EvaluatedRecording = Outputs['evaluations']['recordings'][number]
type RecordingsRequest = Inputs['evaluations']['recordings']

/** What an evaluation of an earlier Cepstra does not tell. */
const untold = { split: null, group: null, version: null, configuration: null, figures: null }

function wireEvaluation({ id, createdAt, body }: StoredEvaluation): Evaluation {
  return {
    ...untold,
    id,
    createdAt,
    ...(JSON.parse(body) as Omit<Evaluation, 'id' | 'createdAt' | keyof typeof untold>),
  }
}

/** What a recording's row of an earlier Cepstra does not tell; all its recordings were of labels in the bank. */
const untoldOfRecording = {
  known: true,
  evidence: null,
  posterior: null,
  secondBest: null,
  asUnknown: null,
  truthEvidence: null,
}

function recordingsOf({ recordings }: StoredEvaluation): EvaluatedRecording[] {
  return (JSON.parse(recordings) as EvaluatedRecording[]).map((row) => ({ ...untoldOfRecording, ...row }))
}

function required(evaluation: StoredEvaluation | undefined, id: number): StoredEvaluation {
  if (!evaluation) throw new CepstraError('NOT_FOUND', `There is no evaluation ${id} in this project.`)
  return evaluation
}

function isWanted(row: EvaluatedRecording, wanted: RecordingsRequest): boolean {
  const isWrong = row.known ? row.best !== row.truth : !row.unknown
  return (
    (wanted.truth === undefined || row.truth === wanted.truth) &&
    (wanted.answer === undefined || row.best === wanted.answer) &&
    (wanted.known === undefined || row.known === wanted.known) &&
    (wanted.unknown === undefined || row.unknown === wanted.unknown) &&
    (wanted.wrong === undefined || isWrong === wanted.wrong) &&
    (wanted.score === undefined || isWithin(row, wanted.score))
  )
}

function isWithin(row: EvaluatedRecording, { of, from, to }: NonNullable<RecordingsRequest['score']>): boolean {
  // A stranger's best score is told among those of unknown recordings.
  const best = row.known ? row.evidence : null
  const score = of === 'best' ? best : of === 'truth' ? row.truthEvidence : row.asUnknown
  return score !== null && (from === undefined || score >= from) && (to === undefined || score < to)
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
    return recordingsOf(stored).filter((row) => isWanted(row, input))
  }),

  compare: calls.evaluations.compare.handler(({ input: { first, second }, context }) => {
    const { evaluations } = context.session.required().project
    const [one, two] = [first, second].map((id) =>
      recordingsOf(required(evaluations.get(id), id)).filter(({ known }) => known),
    )
    return { first, second, ...compareAnswers(one, two) }
  }),

  remove: calls.evaluations.remove.handler(({ input, context }) => {
    const { evaluations } = context.session.required().project
    required(evaluations.get(input.id), input.id)
    evaluations.remove(input.id)
    context.events.changed('evaluations')
    return {}
  }),
}
