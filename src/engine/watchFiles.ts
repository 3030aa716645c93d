import { stat } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Project } from '../project/project'
import type { StoredRecording } from '../project/recordingStore'
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
      for (const recording of project.recordings.all(role)) {
        const flags = await flagsNow(recording, project, before)
        if (stopped) return
        if (flags.join() !== recording.flags.join()) {
          project.recordings.setFlags(recording.id, flags)
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

async function flagsNow(recording: StoredRecording, project: Project, before: string | null): Promise<string[]> {
  const others = recording.flags.filter((flag) => flag !== 'missing' && flag !== 'changed')
  const file = await stat(recording.path).catch(() => null)
  if (file) {
    const same =
      recording.contentHash === null || (file.size === recording.bytes && file.mtimeMs === recording.modifiedMs)
    return same ? others : [...others, 'changed']
  }
  if (before !== null && before !== project.path) {
    const moved = resolve(project.path, relative(before, recording.path))
    const there = await stat(moved).catch(() => null)
    if (there && there.size === recording.bytes && !project.recordings.byPath(moved, recording.role)) {
      project.recordings.setPath(recording.id, moved)
      return others
    }
  }
  return [...others, 'missing']
}
