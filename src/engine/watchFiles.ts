import { stat } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { fileOf } from '../project/givenPath'
import type { Project } from '../project/project'
import { contentFlags, type StoredRecording } from '../project/recordingStore'
import type { EngineEvents } from './events'
import type { Log } from './log'

/**
 * Looks once, in the background, whether the project's recordings are where and as they were: flags those that are
 * missing or changed, and follows those that moved together with the project's folder. Returns what stops it.
 */
export function watchFiles(project: Project, events: EngineEvents, log: Log): () => void {
  let stopped = false
  const look = async (): Promise<void> => {
    const before = project.lastPath
    let touched = false
    for (const role of ['training', 'query'] as const) {
      if (stopped) return
      for (const id of project.recordings.ids(role)) {
        // Asked one by one, since an import may read a file anew while the others are looked at.
        const recording = project.recordings.get(id)
        if (!recording) continue
        const place = await placeNow(recording, project, before)
        if (stopped) return
        const flags = [...contentFlags(recording.flags), ...place.flags]
        const isFlagged = flags.join() === recording.flags.join()
        if (place.path === recording.path && isFlagged) continue
        if (recording.contentHash !== project.recordings.get(id)?.contentHash) continue
        if (place.path !== recording.path && !project.recordings.byPath(place.path, role)) {
          project.recordings.setPath(id, place.path)
        }
        if (!isFlagged) {
          project.recordings.setFlags(id, flags)
          touched = true
        }
      }
      await setImmediate()
    }
    if (stopped) return
    project.lastPath = project.path
    if (touched) events.changed('recordings')
  }
  look().catch((error: unknown) => {
    log.error({ err: error }, 'the recordings could not be looked after')
  })
  return () => {
    stopped = true
  }
}

/** Where a recording's file is found, and the flags that its place gives it. */
async function placeNow(
  recording: StoredRecording,
  project: Project,
  before: string | null,
): Promise<{ path: string; flags: string[] }> {
  const { path } = recording
  const file = await stat(fileOf(path)).catch(() => null)
  if (file) {
    const same =
      recording.contentHash === null || (file.size === recording.bytes && file.mtimeMs === recording.modifiedMs)
    return { path, flags: same ? [] : ['changed'] }
  }
  if (before !== null && before !== project.path) {
    const moved = resolve(project.path, relative(before, path))
    const there = await stat(fileOf(moved)).catch(() => null)
    if (there && there.size === recording.bytes) return { path: moved, flags: [] }
  }
  return { path, flags: ['missing'] }
}
