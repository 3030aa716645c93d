import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { FoundFile } from '../../project/findAudioFiles'
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
 * Takes one file into the project, or brings what is known of it up to date, and answers with it. A file that is as
 * it was read before is not read again, unless it could not be read: what was in the way, such as a missing decoder or
 * permission, may be gone; or an earlier Cepstra has read it, which did not measure its quality. A file whose content the project knows from a path that is gone has moved: the
 * recording follows it, with its label.
 */
export async function takeIn(
  file: FoundFile,
  role: RecordingRole,
  labelOf: Labeler,
  context: ReadingContext,
): Promise<StoredRecording> {
  const { recordings } = context.project
  const label = labelOf(file.path)
  const known = recordings.byPath(file.path, role)
  const modifiedMs = await stat(file.path).then(
    (facts) => facts.mtimeMs,
    () => null,
  )
  const isMeasured = known?.quality != null
  if (isMeasured && modifiedMs !== null && isAsRead(known, { bytes: file.bytes, modifiedMs })) {
    return whole(context, recordings.put({ ...known, flags: contentFlags(known.flags) }, role, label))
  }
  const facts = await inspected(file.path, context)
  // Asked again, since a person may have moved a recording to this role while the file was being read.
  if (facts.contentHash !== null && !recordings.byPath(file.path, role)) {
    const moved = recordings
      .byContent(facts.contentHash)
      .find((other) => other.role === role && !existsSync(other.path))
    if (moved) recordings.setPath(moved.id, file.path)
  }
  return whole(context, recordings.put(facts, role, label))
}

/**
 * Reads a recording's file anew, since it changed, and answers with what the project knows of it then. A recording that
 * was taken out or moved to another role meanwhile neither comes back nor is doubled by that.
 */
export async function readAgain(recording: StoredRecording, context: ReadingContext): Promise<StoredRecording> {
  const { recordings } = context.project
  const facts = await inspected(recording.path, context)
  const now = recordings.get(recording.id)
  if (now?.path !== recording.path) return now ?? recording
  return whole(context, recordings.put(facts, now.role, now.label))
}

async function inspected(path: string, context: ReadingContext): Promise<RecordingFacts> {
  try {
    return await context.run('inspect', { path })
  } catch (error) {
    if (context.signal.aborted) throw error
    // Nothing is known of the file but that it brought its reader down; the others go on.
    context.log.error({ err: error, path }, 'a recording could not be inspected')
    return unreadableFacts(path, [wireErrorOf(error).message])
  }
}

function whole(context: ReadingContext, id: number): StoredRecording {
  const recording = context.project.recordings.get(id)
  if (!recording) throw new Error(`Recording ${id} vanished as it was taken in.`)
  return recording
}
