import { existsSync } from 'node:fs'
import { isCepstraError } from '../../cepstraError'
import type { Recipe } from '../../features/recipe'
import { recipeHash } from '../../features/recipeHash'
import type { PackedRecordings } from '../../project/featureStore'
import type { FoundFile } from '../../project/findAudioFiles'
import { flushToDisk } from '../../project/flushToDisk'
import { fileOf, isGivenFormat } from '../../project/givenPath'
import type { Labeler } from '../../project/labelRule'
import {
  contentFlags,
  type RecordingFacts,
  type RecordingRole,
  type StoredRecording,
} from '../../project/recordingStore'
import { unreadableFacts } from '../../project/unreadableFacts'
import { wireErrorOf } from '../wireError'
import type { ReadingContext } from './jobContext'

/** Whether a file on the disk is, by size and time, still what was read from it. */
export function isAsRead(recording: StoredRecording, file: { bytes: number; modifiedMs: number }): boolean {
  return recording.contentHash !== null && recording.bytes === file.bytes && recording.modifiedMs === file.modifiedMs
}

/** Makes the features of short recordings while they are read, under the recipe that an extraction will take. */
export interface FeaturesOnTheWay {
  readonly recipe: Recipe
  /** Null while it is not known: then the first recording of each part decides. */
  readonly sampleRateHz: number | null
  /** Hears the rate at which features were made. */
  readonly made: (sampleRateHz: number) => void
}

/** What reading some files brought. */
interface FoundInFiles {
  readonly found: readonly RecordingFacts[]
  readonly pack: PackedRecordings | null
}

/**
 * Takes files into the project, or brings what is known of them up to date, and answers with them in their order: what one
 * task in a worker thread reads, one transaction keeps. A file that is as it was read before is not read again, unless it
 * could not be read: what was in the way, such as a missing decoder or permission, may be gone; or an earlier Cepstra has
 * read it, which did not measure its quality. A file whose content the project knows from a path that is gone has moved: the
 * recording follows it, with its label.
 */
export async function takeIn(
  files: readonly FoundFile[],
  role: RecordingRole,
  labelOf: Labeler,
  context: ReadingContext,
  onTheWay?: FeaturesOnTheWay,
): Promise<StoredRecording[]> {
  const { recordings, database } = context.project
  const asRead = new Map<string, StoredRecording>()
  const paths = files.map(({ path }) => path)
  const before = recordings.byPaths(paths, role)
  for (const file of files) {
    const known = before.get(file.path)
    if (!known || !isAsRead(known, file) || known.flags.includes('unreadable')) continue
    if (known.quality || isGivenFormat(known.format)) asRead.set(file.path, known)
  }
  const unread = files.flatMap(({ path }) => (asRead.has(path) ? [] : [path]))
  const { found, pack } = await inspected(unread, context, onTheWay)
  const facts = new Map(found.map((one) => [one.path, one]))
  return database.transaction(() => {
    // Asked only now, since a person or another job may have changed it while the others were being read.
    const stored = recordings.byPaths(paths, role)
    const contents = recordings.knownContents(found.flatMap(({ contentHash }) => contentHash ?? []))
    if (pack) context.project.features.putPack(pack)
    return files.map(({ path }) => {
      const known = asRead.get(path)
      const found = facts.get(path) ?? known
      if (!found) throw new Error(`Nothing was told of ${path}.`)
      const label = labelOf(path)
      const flags = contentFlags(found.flags)
      const stands = known && stored.get(path)
      if (stands?.role === role && (label ?? stands.label) === stands.label && flags.length === stands.flags.length) {
        return stands
      }
      if (!stored.has(path) && !(found.contentHash !== null && contents.has(found.contentHash))) {
        return recordings.add({ ...found, flags }, role, label)
      }
      if (!known && found.contentHash !== null) followMoved(found.contentHash, path, role, context)
      return recordings.put({ ...found, flags }, role, label)
    })
  })
}

/** A content that is known from a path that is gone has moved to this one, unless there is a recording at this already. */
function followMoved(contentHash: string, path: string, role: RecordingRole, { project }: ReadingContext): void {
  const moved = project.recordings
    .byContent(contentHash)
    .find((other) => other.role === role && !existsSync(fileOf(other.path)))
  if (moved && !project.recordings.byPath(path, role)) project.recordings.setPath(moved.id, path)
}

/**
 * Reads a recording's file anew, since it changed, and answers with what the project knows of it then. A recording that
 * was taken out or moved to another role meanwhile neither comes back nor is doubled by that.
 */
export async function readAgain(recording: StoredRecording, context: ReadingContext): Promise<StoredRecording> {
  const { recordings } = context.project
  const [facts] = (await inspected([recording.path], context)).found
  const now = recordings.get(recording.id)
  if (now?.path !== recording.path) return now ?? recording
  return recordings.put(facts, now.role, now.label)
}

async function inspected(
  paths: readonly string[],
  context: ReadingContext,
  onTheWay?: FeaturesOnTheWay,
): Promise<FoundInFiles> {
  if (paths.length === 0) return { found: [], pack: null }
  try {
    return await read(paths, context, onTheWay)
  } catch (error) {
    if (context.signal.aborted) throw error
    // The extraction will tell what is in the way of features; an import is one without them too.
    if (onTheWay && isCepstraError(error) && error.code === 'NOT_WRITABLE') return inspected(paths, context)
    if (paths.length > 1) {
      // One of them brought its reader down; which of them, each by itself will tell.
      const found: RecordingFacts[] = []
      for (const path of paths) found.push(...(await inspected([path], context)).found)
      return { found, pack: null }
    }
    // Nothing is known of the file but that it brought its reader down; the others go on.
    const [path] = paths
    context.log.error({ err: error, path }, 'a recording could not be inspected')
    return { found: [unreadableFacts(path, [wireErrorOf(error).message])], pack: null }
  }
}

async function read(
  paths: readonly string[],
  { project, run }: ReadingContext,
  onTheWay?: FeaturesOnTheWay,
): Promise<FoundInFiles> {
  const { recipe, features } = project
  const { given, hopSeconds } = recipe
  const wanted = given && { columns: given.columnNames.length, hopSeconds }
  if (!onTheWay || wanted) return { found: (await run('inspect', { paths, wanted })).facts, pack: null }
  const target = features.newPackPath()
  const extract = { recipe: onTheWay.recipe, sampleRateHz: onTheWay.sampleRateHz, target }
  const { facts: found, features: made, sampleRateHz } = await run('inspect', { paths, extract })
  const recordings = found.flatMap(({ contentHash }, i) => {
    const one = made[i]
    return one && contentHash !== null ? [{ contentHash, ...one }] : []
  })
  if (sampleRateHz === null || recordings.length === 0) return { found, pack: null }
  onTheWay.made(sampleRateHz)
  await flushToDisk('Features', target)
  return { found, pack: { path: target, recipeHash: recipeHash(extract.recipe, sampleRateHz), recordings } }
}
