import { isCepstraError } from '../../cepstraError'
import { recipeHash } from '../../features/recipeHash'
import { flushToDisk } from '../../project/flushToDisk'
import type { FeatureState } from '../../project/featureStore'
import { contentFlags, type StoredRecording } from '../../project/recordingStore'
import type { PackedFeatures } from '../workers/featurePack'
import type { InspectedFile } from '../workers/extractShortRecordings'
import { shortBytes } from '../shortRecordings'
import type { FrontEnd } from './ensureFeatures'
import type { ReadingContext } from './jobContext'

/** What was done with some recordings. All others are left to `ensureFeatures`. */
export interface DoneTogether {
  /** Those whose features were in the cache and whose files are as they were. */
  readonly kept: ReadonlySet<StoredRecording>
  readonly computed: ReadonlySet<StoredRecording>
}

/**
 * Brings the features of several short recordings into the cache, in one task, one file and one transaction. It leaves to
 * `ensureFeatures`, which looks at each by itself, those that are long, and those whose file changed, is gone or is
 * refused.
 *
 * @param states of these and any other contents, where somebody has asked already.
 */
export async function extractTogether(
  recordings: readonly StoredRecording[],
  frontEnd: FrontEnd,
  context: ReadingContext,
  states = statesOf(recordings, frontEnd, context),
): Promise<DoneTogether> {
  const ready: Candidate[] = []
  const missing = new Map<string, Candidate>()
  for (const recording of recordings) {
    const { path, contentHash, bytes, modifiedMs, flags } = recording
    if (contentHash === null || bytes === null || modifiedMs === null) continue
    if (flags.includes('unreadable') || contentFlags(flags).length !== flags.length) continue
    const candidate = { recording, contentHash, file: { path, bytes, modifiedMs } }
    const state = states.get(contentHash)
    if (state === 'ready') ready.push(candidate)
    else if (!state && bytes <= shortBytes && !missing.has(contentHash)) missing.set(contentHash, candidate)
  }
  return {
    kept: await asTheyWere(ready, context),
    computed: await extracted([...missing.values()], frontEnd, context),
  }
}

/** Which of these contents are in the cache, or were refused. */
export function statesOf(
  recordings: readonly StoredRecording[],
  { recipe, sampleRateHz }: FrontEnd,
  { project }: Pick<ReadingContext, 'project'>,
): ReadonlyMap<string, FeatureState> {
  const contents = recordings.flatMap(({ contentHash }) => contentHash ?? [])
  return project.features.states(recipeHash(recipe, sampleRateHz), contents)
}

interface Candidate {
  readonly recording: StoredRecording
  readonly contentHash: string
  readonly file: InspectedFile
}

async function asTheyWere(ready: readonly Candidate[], { run }: ReadingContext): Promise<Set<StoredRecording>> {
  if (ready.length < 2) return new Set()
  const same = await run('areAsInspected', { files: ready.map(({ file }) => file) })
  return new Set(ready.flatMap(({ recording }, i) => (same[i] ? recording : [])))
}

async function extracted(
  missing: readonly Candidate[],
  { recipe, sampleRateHz }: FrontEnd,
  context: ReadingContext,
): Promise<Set<StoredRecording>> {
  if (missing.length < 2) return new Set()
  const { features } = context.project
  const path = features.newPackPath()
  const files = missing.map(({ file }) => file)
  const found = await context
    .run('extractShort', { files, recipe, sampleRateHz, target: path })
    .catch((error: unknown): (PackedFeatures | null)[] => {
      if (context.signal.aborted || (isCepstraError(error) && error.code === 'NOT_WRITABLE')) throw error
      // One of them brought its reader down; which of them, each by itself will tell.
      context.log.error({ err: error }, 'short recordings could not be extracted together')
      return []
    })
  const done = new Set<StoredRecording>()
  const packed = missing.flatMap(({ recording, contentHash }, i) => {
    const one = found.at(i)
    if (!one) return []
    done.add(recording)
    return [{ contentHash, ...one }]
  })
  if (packed.length === 0) return done
  await flushToDisk('Features', path)
  features.putPack({ path, recipeHash: recipeHash(recipe, sampleRateHz), recordings: packed })
  return done
}
