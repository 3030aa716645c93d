import type { Project } from '../../project/project'
import type { StoredResult } from '../../project/resultStore'
import type { StoredRecording } from '../../project/recordingStore'
import type { Labeling, RankedLabel } from '../../recognition/labelRecording'
import type { RecognitionResult } from '../contract'
import type { ResultBody } from '../jobs/answerTogether'
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

/** A stored answer as a shell is told of it. @throws CepstraError NOT_FOUND where its recording is gone. */
export function wireResult(project: Project, stored: StoredResult): RecognitionResult {
  const body = JSON.parse(stored.body) as StoredBody
  return resultOf(recordingOf(project, stored.recordingId), stored, body)
}

/** What a recording was answered, before or beside being stored. */
export function resultOf(
  recording: StoredRecording,
  { bankId, corrected }: Pick<StoredResult, 'bankId' | 'corrected'>,
  body: StoredBody,
): RecognitionResult {
  const common = {
    recordingId: recording.id,
    bankId,
    name: recording.name,
    path: recording.path,
    durationSeconds: recording.durationSeconds,
    corrected,
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
