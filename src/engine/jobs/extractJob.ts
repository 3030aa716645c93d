import { counted } from '../counted'
import { inParallel } from '../inParallel'
import { batches } from '../batches'
import { ensureFeatures, frontEndOf, type FrontEnd } from './ensureFeatures'
import { CepstraError } from '../../cepstraError'
import type { StoredRecording } from '../../project/recordingStore'
import { extractTogether, statesOf } from './extractTogether'
import type { JobContext, JobWork } from './jobContext'

/** Computes the features of every recording that has none yet under the project's recipe. */
export const extractFeaturesOfAll: JobWork<'extract'> = async (_request, context) => {
  const frontEnd = frontEndOf(context)
  const recordings = [...context.project.recordings.all('training'), ...context.project.recordings.all('query')]
  if (recordings.length === 0) {
    throw new CepstraError('NOTHING_TO_DO', 'This project holds no recordings yet. Import some first.')
  }
  const { computed, failed } = await extractAll(recordings, frontEnd, context)
  const kept = recordings.length - computed - failed
  const parts = [`Features of ${counted(computed, 'recording')} computed`]
  if (kept > 0) parts.push(`${kept} ${kept === 1 ? 'was' : 'were'} up to date`)
  if (failed > 0) parts.push(`${failed} could not be`)
  return { outcome: `${parts.join('; ')}.` }
}

/** Brings all these recordings' features into the cache, counting seconds of audio as progress. */
export async function extractAll(
  recordings: readonly StoredRecording[],
  frontEnd: FrontEnd,
  context: JobContext,
): Promise<{ computed: number; failed: number }> {
  const states = statesOf(recordings, frontEnd, context)
  let alreadyDone = 0
  let total = 0
  for (const { durationSeconds, contentHash } of recordings) {
    total += durationSeconds ?? 0
    if (contentHash !== null && states.has(contentHash)) alreadyDone += durationSeconds ?? 0
  }
  // Rounded up, so that a project of very short recordings still has something to count.
  context.count(Math.ceil(total), 'seconds of audio', alreadyDone)
  let computed = 0
  let failed = 0
  let toldAt = Date.now()
  const { signal, pool } = context
  const parts = batches(recordings, pool.threadCount, ({ bytes }) => bytes ?? 0)
  await inParallel(parts, { limit: pool.threadCount * 2, signal }, async (part) => {
    const done = await extractTogether(part, frontEnd, context, states)
    computed += done.computed.size
    let seconds = 0
    for (const { durationSeconds } of done.computed) seconds += durationSeconds ?? 0
    context.advance(seconds)
    for (const recording of part) {
      if (done.kept.has(recording) || done.computed.has(recording)) continue
      const found = await ensureFeatures(recording, frontEnd, context, context.advance)
      if (found.facts.error !== null) {
        failed++
        context.fileError()
      } else if (found.computed) computed++
    }
    if (Date.now() - toldAt > 1000) {
      toldAt = Date.now()
      context.changed('features')
    }
  })
  context.changed('features')
  return { computed, failed }
}
