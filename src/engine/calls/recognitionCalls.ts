import type { Project } from '../../project/project'
import type { StoredResult } from '../../project/resultStore'
import { labelByScores, type Labeling, type RankedLabel } from '../../recognition/labelRecording'
import { middleSeconds } from '../../features/framing'
import type { RecognitionResult } from '../contract'
import type { ResultBody } from '../jobs/labelJob'
import { matrixOf } from '../matrixWire'
import { recordingFrames } from '../recordingFrames'
import { calls } from './base'
import { recordingOf } from './recordingCalls'

/** Answers that were kept by earlier versions know of likelihoods alone. */
type StoredBody =
  | Extract<ResultBody, { error: unknown }>
  | {
      readonly labeling: Omit<Labeling, 'ranked' | 'logLikelihoodRatio'> &
        Partial<Pick<Labeling, 'logLikelihoodRatio'>> & {
          readonly ranked: readonly (Omit<RankedLabel, 'evidence'> & Partial<RankedLabel>)[]
        }
    }

function wireResult(project: Project, stored: StoredResult): RecognitionResult {
  const recording = recordingOf(project, stored.recordingId)
  const body = JSON.parse(stored.body) as StoredBody
  const common = {
    recordingId: stored.recordingId,
    bankId: stored.bankId,
    name: recording.name,
    path: recording.path,
    durationSeconds: recording.durationSeconds,
    corrected: stored.corrected,
  }
  if ('error' in body) {
    const nothing = {
      ...{ best: null, unknown: false, ranked: [], margin: null, threshold: null },
      ...{ logLikelihoodRatio: null, frameCount: 0 },
    }
    return { ...common, ...nothing, error: body.error }
  }
  const { labeling } = body
  return {
    ...common,
    ...labeling,
    // Answers of before have neither.
    logLikelihoodRatio: labeling.logLikelihoodRatio ?? null,
    ranked: labeling.ranked.map((entry) => ({ ...entry, evidence: entry.evidence ?? entry.score })),
    error: null,
  }
}

export const recognitionCalls = {
  results: calls.recognition.results.handler(({ input, context }) => {
    const { project } = context.session.required()
    const { total, rows } = project.results.list(input)
    return { total, rows: rows.map((row) => wireResult(project, row)) }
  }),

  scoresOverTime: calls.recognition.scoresOverTime.handler(async ({ input, context, signal }) => {
    const { project } = context.session.required()
    const bank = project.banks.get(input.bankId)
    const recording = recordingOf(project, input.recordingId)
    const { facts: _facts, ...source } = await recordingFrames(recording, bank, context, signal)
    const { mixtures, background, recipe } = bank
    const { hopSeconds } = recipe
    const windowFrames = Math.max(1, Math.round(input.smoothSeconds / hopSeconds))
    const { smooth, base } = await context.pool.run(
      'traceScores',
      { bank: { mixtures, background }, source, windowFrames, maxPoints: input.maxPoints },
      signal ? { signal } : {},
    )
    return {
      labels: mixtures.map(({ label }) => label),
      scores: matrixOf(smooth.data, smooth.rows, smooth.labels),
      stepSeconds: smooth.step * hopSeconds,
      // A frame's middle is half of this behind its hop.
      firstMiddleSeconds: middleSeconds(recipe),
      threshold: base && labelByScores(bank, base).threshold,
    }
  }),

  correct: calls.recognition.correct.handler(({ input, context }) => {
    const { project } = context.session.required()
    recordingOf(project, input.recordingId)
    project.database.durably(() => {
      project.recordings.setLabels([{ id: input.recordingId, label: input.label }])
      project.recordings.setRole(input.recordingId, 'training')
      project.results.correct(input.recordingId, input.label)
    })
    context.events.changed('recordings')
    context.events.changed('results')
    context.events.changed('project')
    return {}
  }),
}
