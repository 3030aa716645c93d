import { stat } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { fileOf } from '../project/givenPath'
import type { Project } from '../project/project'
import { contentFlags, type RecordingPlace, type RecordingRole, type StoredRecording } from '../project/recordingStore'
import type { EngineEvents } from './events'
import type { Log } from './log'
import type { WorkerPool } from './pool'

/** Recordings that are asked about in one message. */
const atOnce = 1000

/**
 * Looks once, in the background, whether the project's recordings are where and as they were: flags those that are
 * missing or changed, and follows those that moved together with the project's folder. Returns what stops it.
 */
export function watchFiles(
  project: Project,
  { events, log, pool }: { readonly events: EngineEvents; readonly log: Log; readonly pool: WorkerPool },
): () => void {
  let stopped = false
  const before = project.lastPath
  let touched = false
  /** Those of some recordings that are not plainly where and as they were; a worker thread tells that soonest. */
  const doubtful = async (places: readonly RecordingPlace[]): Promise<RecordingPlace[]> => {
    const files = places.map(({ path, bytes, modifiedMs }) => ({
      path,
      bytes: bytes ?? -1,
      modifiedMs: modifiedMs ?? -1,
    }))
    const same = await pool.run('areAsInspected', { files })
    return places.filter(({ flags }, i) => !same[i] || contentFlags(flags).length !== flags.length)
  }
  const lookAt = async (id: number, role: RecordingRole): Promise<void> => {
    // Asked one by one, since an import may read a file anew while the others are looked at.
    const recording = project.recordings.get(id)
    if (!recording) return
    const place = await placeNow(recording, project, before)
    if (stopped) return
    const flags = [...contentFlags(recording.flags), ...place.flags]
    const isFlagged = flags.join() === recording.flags.join()
    if (place.path === recording.path && isFlagged) return
    if (recording.contentHash !== project.recordings.get(id)?.contentHash) return
    if (place.path !== recording.path && !project.recordings.byPath(place.path, role)) {
      project.recordings.setPath(id, place.path)
    }
    if (!isFlagged) {
      project.recordings.setFlags(id, flags)
      touched = true
    }
  }
  const look = async (): Promise<void> => {
    for (const role of ['training', 'query'] as const) {
      for (let lastId = 0; ;) {
        const places = project.recordings.places(role, lastId, atOnce)
        const last = places.at(-1)
        if (!last) break
        lastId = last.id
        for (const { id } of await doubtful(places)) {
          if (stopped) return
          await lookAt(id, role)
        }
        await setImmediate()
        if (stopped) return
      }
    }
    project.lastPath = project.path
    if (touched) events.changed('recordings')
  }
  look().catch((error: unknown) => {
    // The threads end with the program.
    if (stopped) return
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
