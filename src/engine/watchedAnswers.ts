import { stat } from 'node:fs/promises'
import { CepstraError, isCepstraError } from '../cepstraError'
import type { FoundFile } from '../project/findAudioFiles'
import { batches } from './batches'
import { answeringBank, answerTogether, type Answered } from './jobs/answerTogether'
import { findRecordings } from './jobs/findRecordings'
import type { ReadingContext } from './jobs/jobContext'
import { settleSampleRate } from './jobs/settleSampleRate'
import { takeIn } from './jobs/takeIn'
import type { WorkerPool } from './pool'
import { settledFiles } from './settledFiles'

/** Whose answers these are: no job's. */
const noJob = 0

/**
 * Labels what lies in folders and what appears there, each file once it is completely written, until the signal is aborted.
 * What the bank has answered before is not answered again; a file that cannot be read is tried again when it changes.
 *
 * @throws CepstraError FILE_NOT_FOUND where one of the paths is not there to begin with, NOT_FOUND without such a bank, and
 *   whatever keeps answers from being kept.
 */
export async function* watchedAnswers(
  bankId: number,
  paths: readonly string[],
  context: ReadingContext,
  pool: WorkerPool,
): AsyncGenerator<readonly Answered[], void> {
  const { project, run, signal } = context
  const bank = project.banks.get(bankId)
  for (const path of paths) await mustBeThere(path)
  const answering = answeringBank(bank, Infinity, context, pool)
  const onTheWay = { recipe: bank.recipe, sampleRateHz: bank.sampleRateHz, made: () => undefined }
  const label = async (files: readonly FoundFile[]): Promise<Answered[]> => {
    const taken = await takeIn(files, 'query', () => null, context, onTheWay)
    settleSampleRate(project)
    const answered = await answerTogether(taken, answering, { jobId: noJob, keepAnswers: true }, context)
    return answered.filter(({ isNew }) => isNew)
  }
  const look = async (): Promise<readonly FoundFile[]> => (await findRecordings(paths, project, run)).files
  try {
    for await (const files of settledFiles(look, signal)) {
      const parts = batches(files, pool.threadCount, ({ bytes }) => bytes)
      for (let i = 0; i < parts.length; i += pool.threadCount) {
        const answered = await Promise.all(parts.slice(i, i + pool.threadCount).map(label))
        const fresh = answered.flat()
        if (fresh.length > 0) yield fresh
      }
    }
  } catch (error) {
    // Nobody listens any more, which ended what was under way.
    if (!signal.aborted || !isCepstraError(error)) throw error
  }
}

async function mustBeThere(path: string): Promise<void> {
  await stat(path).catch(() => {
    throw new CepstraError(
      'FILE_NOT_FOUND',
      `There is nothing at ${path} to be watched. Make the folder, or choose another.`,
    )
  })
}
