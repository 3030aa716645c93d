import { CepstraError } from '../../cepstraError'
import type { StoredBank } from '../../project/bankStore'
import type { StoredRecording } from '../../project/recordingStore'
import { batches } from '../batches'
import { counted } from '../counted'
import { inParallel } from '../inParallel'
import { answeringBank, answerTogether } from './answerTogether'
import { findRecordings, nothingFound } from './findRecordings'
import type { JobContext, JobWork, RequestOf } from './jobContext'
import { settleGiven } from './settleGiven'
import { settleSampleRate } from './settleSampleRate'
import { takeIn } from './takeIn'

/** Some recordings to label, as a promise to be asked for when their turn comes: new files are read only then. */
interface Batch {
  readonly count: number
  readonly recordings: () => Promise<readonly StoredRecording[]>
}

/** Labels recordings by a bank, taking new files into the project first. */
export const labelRecordings: JobWork<'label'> = async (request, context) => {
  const { pool, project, signal } = context
  const bank = project.banks.get(request.bankId)
  const pending = await toLabel(request, bank, context)
  const total = pending.reduce((sum, { count }) => sum + count, 0)
  const answering = answeringBank(bank, total, context, pool)
  const done = project.results.answered(context.id)
  context.title(`Recognize ${counted(total, 'recording')}`)
  context.count(total, 'recordings')
  let unknown = 0
  let failed = 0
  let removed = 0
  let toldAt = 0
  await inParallel(pending, { limit: pool.threadCount * 2, signal }, async ({ count, recordings }) => {
    const found = await recordings()
    removed += count - found.length
    const asked = found.filter(({ id }) => !done.has(id))
    const options = { jobId: context.id, keepAnswers: request.keepAnswers }
    for (const { body, kept } of await answerTogether(asked, answering, options, context)) {
      if (!kept) removed++
      else if ('error' in body) {
        failed++
        context.fileError()
      } else if (body.labeling.unknown) unknown++
    }
    context.advance(count)
    if (Date.now() - toldAt > 500) {
      toldAt = Date.now()
      context.changed('results')
    }
  })
  context.changed('recordings')
  context.changed('results')
  context.changed('project')
  const parts = [`${counted(total - failed - removed, 'recording')} recognized`]
  if (unknown > 0) parts.push(`${unknown} of them unknown`)
  if (failed > 0) parts.push(`${failed} could not be`)
  return { outcome: `${parts.join('; ')}.`, resultId: bank.id }
}

async function toLabel(request: RequestOf<'label'>, bank: StoredBank, context: JobContext): Promise<Batch[]> {
  const { recordings } = context.project
  const { threadCount } = context.pool
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
    // What is read for the first time is scored next, so its features are made of the same reading.
    const onTheWay = { recipe: bank.recipe, sampleRateHz: bank.sampleRateHz, made: () => undefined }
    return batches(files, threadCount, ({ bytes }) => bytes).map((part) => ({
      count: part.length,
      recordings: async () => {
        const taken = await takeIn(part, 'query', () => null, context, onTheWay)
        settleSampleRate(context.project)
        return taken
      },
    }))
  }
  const chosen = request.recordingIds ?? recordings.ids('query')
  if (chosen.length === 0) {
    throw new CepstraError('NOTHING_TO_DO', 'There are no recordings to recognize. Drop some on Recognize.')
  }
  const sizes = recordings.sizes()
  return batches(chosen, threadCount, (id) => sizes.get(id) ?? 0).map((part) => ({
    count: part.length,
    // What a recording holds beside its number would fill the memory, were it asked for of all of them at once.
    recordings: () => Promise.resolve(part.flatMap((id) => recordings.get(id) ?? [])),
  }))
}
