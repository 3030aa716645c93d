import { recipeHash } from '../../features/recipeHash'
import type { Project } from '../../project/project'
import type { StoredRecording } from '../../project/recordingStore'
import type { Recording, RecordingFlag } from '../contract'
import { bandTroubles } from './bandTroubles'

/** Shapes stored recordings for the wire, with what the project as a whole knows of them. */
export function wireRecordings(project: Project, recordings: readonly StoredRecording[]): Recording[] {
  const { recipe, sampleRateHz, features } = project
  const hash = sampleRateHz === null ? null : recipeHash(recipe, sampleRateHz)
  return recordings.map((recording) => {
    const { contentHash, bytes: _bytes, modifiedMs: _modifiedMs, flags, ...rest } = recording
    const facts = contentHash !== null && hash !== null ? features.outcome(contentHash, hash) : undefined
    const state = facts
      ? facts.error
        ? 'failed'
        : 'ready'
      : contentHash !== null && features.hasAny(contentHash)
        ? 'stale'
        : 'none'
    const troubles =
      sampleRateHz !== null && recording.sampleRateHz !== null
        ? bandTroubles(recording.sampleRateHz, recording.quality?.bandwidthHz ?? null, sampleRateHz)
        : []
    return {
      ...rest,
      thumbnail: recording.thumbnail ? [...recording.thumbnail] : null,
      flags: [...flags, ...troubles.map(({ flag }) => flag)] as RecordingFlag[],
      notes: [
        ...recording.notes,
        ...troubles.map(({ note }) => note),
        ...(facts?.error ? [facts.error.message] : []),
        ...(facts?.warnings.filter((warning) => !recording.notes.includes(warning)) ?? []),
        ...placeNotes(flags),
      ],
      features: state,
    }
  })
}

function placeNotes(flags: readonly string[]): string[] {
  const notes: string[] = []
  if (flags.includes('missing')) {
    notes.push('The file is not where it was. Import it from its new place: it is known again by its content.')
  }
  if (flags.includes('changed')) {
    notes.push('The file has changed since it was imported. It is read anew by the next extraction.')
  }
  return notes
}
