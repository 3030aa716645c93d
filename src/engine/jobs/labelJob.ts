import { CepstraError, isCepstraError } from '../../cepstraError'
import type { StoredBank } from '../../project/bankStore'
import type { StoredRecording } from '../../project/recordingStore'
import type { Labeling } from '../../recognition/labelRecording'
import type { WireError } from '../contract'
import { counted } from '../counted'
import { inParallel } from '../inParallel'
import { bankLabeler } from './bankLabeler'
import { findRecordings, nothingFound } from './findRecordings'
import { ensureFeatures, sourceOf } from './ensureFeatures'
import type { JobContext, JobWork, RequestOf } from './jobContext'
import { settleGiven } from './settleGiven'
import { settleSampleRate } from './settleSampleRate'
import { takeIn } from './takeIn'

/** What a result's body holds: an answer, or the recording's own error. */
export type ResultBody = { readonly labeling: Labeling } | { readonly error: WireError }

/** Errors sort before every answer when sorted by doubt: a person has to look at them first. */
const doubtOfError = 1e9

/** Labels recordings by a bank, taking new files into the project first. */
export const labelRecordings: JobWork<'label'> = async (request, context) => {
  const bank = context.project.banks.get(request.bankId)
  const pending = await toLabel(request, bank, context)
  const answered = context.project.results.answered(context.id)
  context.title(`Recognize ${counted(pending.length, 'recording')}`)
  context.count(pending.length, 'recordings')
  const label = bankLabeler(bank, pending.length, context)
  let unknown = 0
  let failed = 0
  let removed = 0
  let toldAt = 0
  await inParallel(pending, { limit: context.pool.threadCount * 2, signal: context.signal }, async (item) => {
    const recording = await item()
    if (!answered.has(recording.id)) {
      const body = await answer(recording, bank, label, context)
      const kept = context.project.results.put({
        recordingId: recording.id,
        bankId: bank.id,
        jobId: context.id,
        doubt: 'error' in body ? doubtOfError : doubtOf(body.labeling),
        body: JSON.stringify(body),
      })
      // A recording that was taken out meanwhile is no loss; a bank that was throws.
      if (!kept) {
        context.project.banks.get(bank.id)
        removed++
      } else if ('error' in body) {
        failed++
        context.fileError()
      } else if (body.labeling.unknown) unknown++
    }
    context.advance()
    if (Date.now() - toldAt > 500) {
      toldAt = Date.now()
      context.changed('results')
    }
  })
  context.changed('recordings')
  context.changed('results')
  context.changed('project')
  const parts = [`${counted(pending.length - failed - removed, 'recording')} recognized`]
  if (unknown > 0) parts.push(`${unknown} of them unknown`)
  if (failed > 0) parts.push(`${failed} could not be`)
  return { outcome: `${parts.join('; ')}.`, resultId: bank.id }
}

/** The recordings to label, each as a promise to be asked for when its turn comes: new files are read only then. */
async function toLabel(
  request: RequestOf<'label'>,
  bank: StoredBank,
  context: JobContext,
): Promise<(() => Promise<StoredRecording>)[]> {
  const { recordings } = context.project
  if (request.paths) {
    const found = await findRecordings(request.paths, context.project, context.run)
    const { files, given } = found
    if (files.length === 0) throw nothingFound(request.paths, found)
    // An empty project is not made one of given features for a bank that cannot use them.
    if (given && bank.recipe.given === null) {
      throw new CepstraError(
        'MODEL_MISMATCH',
        `"${bank.name}" was trained on sound, but features that another program made were chosen. Choose the sound itself.`,
      )
    }
    if (given) await settleGiven(files, bank.recipe.hopSeconds, context)
    return files.map((file) => async () => {
      const [recording] = await takeIn([file], 'query', () => null, context)
      settleSampleRate(context.project)
      return recording
    })
  }
  const chosen = request.recordingIds
    ? request.recordingIds.flatMap((id) => recordings.get(id) ?? [])
    : recordings.all('query')
  if (chosen.length === 0) {
    throw new CepstraError('NOTHING_TO_DO', 'There are no recordings to recognize. Drop some on Recognize.')
  }
  return chosen.map((recording) => () => Promise.resolve(recording))
}

async function answer(
  recording: StoredRecording,
  bank: StoredBank,
  label: ReturnType<typeof bankLabeler>,
  context: JobContext,
): Promise<ResultBody> {
  const frontEnd = { recipe: bank.recipe, sampleRateHz: bank.sampleRateHz }
  const found = await ensureFeatures(recording, frontEnd, context)
  if (found.facts.error) return { error: found.facts.error }
  const source = sourceOf(found.facts)
  if (!source) {
    return {
      error: {
        code: 'TOO_FEW_FRAMES',
        message:
          'No frame of this recording holds sound: voice activity dropped all of them. Try a louder or longer recording.',
      },
    }
  }
  try {
    const labeling = await label(source)
    if (labeling.ranked.every(({ score, posterior }) => Number.isFinite(score) && Number.isFinite(posterior))) {
      return { labeling }
    }
    return {
      error: {
        code: 'MODEL_MISMATCH',
        message: `This recording lies so far from everything in "${bank.name}" that it cannot be scored. Train a bank on recordings of its kind.`,
      },
    }
  } catch (error) {
    if (!isCepstraError(error) || error.code === 'CANCELLED') throw error
    return { error: { code: error.code, message: error.message } }
  }
}

/** 0 for certain to 1 for a coin toss between the two best; what falls under the threshold comes first. */
function doubtOf(labeling: Labeling): number {
  return (labeling.unknown ? 1 : 0) + (1 - (labeling.ranked[0]?.posterior ?? 0))
}
