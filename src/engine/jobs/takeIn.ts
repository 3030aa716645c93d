import { existsSync } from 'node:fs'
import type { FoundFile } from '../../project/findAudioFiles'
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
): Promise<StoredRecording[]> {
  const { recordings, database } = context.project
  const asRead = new Map<string, StoredRecording>()
  for (const file of files) {
    const known = recordings.byPath(file.path, role)
    if (!known || !isAsRead(known, file) || known.flags.includes('unreadable')) continue
    if (known.quality || isGivenFormat(known.format)) asRead.set(file.path, known)
  }
  const unread = files.flatMap(({ path }) => (asRead.has(path) ? [] : [path]))
  const facts = new Map((await inspected(unread, context)).map((found) => [found.path, found]))
  return database.transaction(() =>
    files.map(({ path }) => {
      const known = asRead.get(path)
      const found = facts.get(path) ?? known
      if (!found) throw new Error(`Nothing was told of ${path}.`)
      const label = labelOf(path)
      const flags = contentFlags(found.flags)
      // Asked only now, since a person may have changed it while the others were being read.
      const stands = known && recordings.get(known.id)
      if (stands?.role === role && (label ?? stands.label) === stands.label && flags.length === stands.flags.length) {
        return stands
      }
      if (!known && found.contentHash !== null) followMoved(found.contentHash, path, role, context)
      return recordings.put({ ...found, flags }, role, label)
    }),
  )
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
  const [facts] = await inspected([recording.path], context)
  const now = recordings.get(recording.id)
  if (now?.path !== recording.path) return now ?? recording
  return recordings.put(facts, now.role, now.label)
}

async function inspected(paths: readonly string[], context: ReadingContext): Promise<RecordingFacts[]> {
  if (paths.length === 0) return []
  try {
    const { given, hopSeconds } = context.project.recipe
    const wanted = given && { columns: given.columnNames.length, hopSeconds }
    return await context.run('inspect', { paths, wanted })
  } catch (error) {
    if (context.signal.aborted) throw error
    if (paths.length > 1) {
      // One of them brought its reader down; which of them, each by itself will tell.
      const facts: RecordingFacts[] = []
      for (const path of paths) facts.push(...(await inspected([path], context)))
      return facts
    }
    // Nothing is known of the file but that it brought its reader down; the others go on.
    const [path] = paths
    context.log.error({ err: error, path }, 'a recording could not be inspected')
    return [unreadableFacts(path, [wireErrorOf(error).message])]
  }
}
