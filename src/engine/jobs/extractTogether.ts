import { isCepstraError } from '../../cepstraError'
import { recipeHash } from '../../features/recipeHash'
import { contentFlags, type StoredRecording } from '../../project/recordingStore'
import type { ShortRecording } from '../workers/extractShortRecordings'
import type { FrontEnd } from './ensureFeatures'
import type { ReadingContext } from './jobContext'

/**
 * Brings the features of several short recordings into the cache in one task and one transaction, and answers with those that it
 * did. All others are left to `ensureFeatures`, which looks at each by itself: those whose file changed, is gone or is
 * refused, and those that are in the cache already.
 */
export async function extractTogether(
  recordings: readonly StoredRecording[],
  { recipe, sampleRateHz }: FrontEnd,
  context: ReadingContext,
): Promise<ReadonlySet<StoredRecording>> {
  const { features, database } = context.project
  const hash = recipeHash(recipe, sampleRateHz)
  const chosen = new Map<string, StoredRecording>()
  const asked: ShortRecording[] = []
  for (const recording of recordings) {
    const { contentHash, bytes, modifiedMs, flags } = recording
    if (contentHash === null || bytes === null || modifiedMs === null) continue
    const isPlain = !flags.includes('unreadable') && contentFlags(flags).length === flags.length
    if (!isPlain || chosen.has(contentHash) || features.has(contentHash, hash)) continue
    chosen.set(contentHash, recording)
    asked.push({ path: recording.path, bytes, modifiedMs, target: features.path(contentHash, hash) })
  }
  if (chosen.size < 2) return new Set()
  const found = await context
    .run('extractShort', { recordings: asked, recipe, sampleRateHz })
    .catch((error: unknown) => {
      if (context.signal.aborted || (isCepstraError(error) && error.code === 'NOT_WRITABLE')) throw error
      // One of them brought its reader down; which of them, each by itself will tell.
      context.log.error({ err: error }, 'short recordings could not be extracted together')
      return []
    })
  const done = new Set<StoredRecording>()
  database.transaction(() => {
    for (const [i, [contentHash, recording]] of [...chosen].entries()) {
      const facts = found[i]
      if (!facts) continue
      features.put(contentHash, hash, facts)
      done.add(recording)
    }
  })
  return done
}
