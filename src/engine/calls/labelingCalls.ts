import type { Project } from '../../project/project'
import type { StoredResult } from '../../project/resultStore'
import type { Outputs, RecognitionResult } from '../contract'
import { doubtfulRecordings } from '../doubtfulRecordings'
import { finishedResults } from '../finishedResults'
import { watchedAnswers } from '../watchedAnswers'
import { calls, type EngineContext } from './base'
import { recordingOf } from './recordingCalls'
import { resultOf, wireResult } from './wireResult'

type BeforeCorrection = Outputs['recognition']['correct']['before'][number]

interface Correction {
  readonly recordingId: number
  readonly label: string
}

function correctAll(project: Project, corrections: readonly Correction[]): BeforeCorrection[] {
  return project.database.durably(() =>
    corrections.map(({ recordingId, label }) => {
      const { role, label: labelBefore } = recordingOf(project, recordingId)
      const corrected = project.results.correctionOf(recordingId)
      project.recordings.setLabels([{ id: recordingId, label }])
      project.recordings.setRole(recordingId, 'training')
      project.results.correct(recordingId, label)
      return { recordingId, role, label: labelBefore, corrected }
    }),
  )
}

function tellCorrected({ events }: Pick<EngineContext, 'events'>): void {
  events.changed('recordings')
  events.changed('results')
  events.changed('project')
}

/** Those of a page of answers whose recordings are still there. */
function wireResults(project: Project, rows: readonly StoredResult[]): RecognitionResult[] {
  return rows.filter(({ recordingId }) => project.recordings.get(recordingId)).map((row) => wireResult(project, row))
}

/** Of the recognition: answers as they come, and what a person says of them. */
export const labelingCalls = {
  stream: calls.recognition.stream.handler(async function* ({ input, context, signal }) {
    const open = context.session.required()
    for await (const rows of finishedResults(input.jobId, open, context.events, signal)) {
      yield wireResults(open.project, rows)
    }
  }),

  watch: calls.recognition.watch.handler(async function* ({ input, context, signal }) {
    const { project } = context.session.required()
    const { pool, log, events } = context
    const left = new AbortController()
    const until = signal ? AbortSignal.any([signal, left.signal]) : left.signal
    const reading = {
      ...{ project, log, signal: until },
      run: ((name, given, options) => pool.run(name, given, { signal: until, ...options })) satisfies typeof pool.run,
    }
    try {
      for await (const answered of watchedAnswers(input.bankId, input.paths, reading, pool)) {
        events.changed('recordings')
        events.changed('results')
        yield answered
          .filter(({ kept }) => kept)
          .map(({ recording, body }) => resultOf(recording, { bankId: input.bankId, corrected: null }, body))
      }
    } finally {
      left.abort()
    }
  }),

  correct: calls.recognition.correct.handler(({ input, context }) => {
    const before = correctAll(context.session.required().project, [input])
    tellCorrected(context)
    return { before }
  }),

  correctAll: calls.recognition.correctAll.handler(({ input, context }) => {
    const before = correctAll(context.session.required().project, input.corrections)
    tellCorrected(context)
    return { before }
  }),

  uncorrect: calls.recognition.uncorrect.handler(({ input, context }) => {
    const { project } = context.session.required()
    project.database.durably(() => {
      // The last correction first, so that one that was corrected twice gets what it had before the first.
      for (const { recordingId, role, label, corrected } of input.before.toReversed()) {
        recordingOf(project, recordingId)
        project.recordings.setLabels([{ id: recordingId, label }])
        project.recordings.setRole(recordingId, role)
        project.results.correct(recordingId, corrected)
      }
    })
    tellCorrected(context)
    return {}
  }),

  doubtful: calls.recognition.doubtful.handler(({ input, context }) =>
    doubtfulRecordings(context.session.required().project, input.bankId, input.limit),
  ),
}
