import { CepstraError } from '../../cepstraError'
import { isGivenFormat } from '../../project/givenPath'
import { labeler } from '../../project/labelRule'
import type { Project } from '../../project/project'
import type { StoredRecording } from '../../project/recordingStore'
import { basename } from 'node:path'
import type { LabelSummary } from '../contract'
import { labelTotals } from '../labelTotals'
import { findRecordings } from '../jobs/findRecordings'
import { matrixOf } from '../matrixWire'
import type { WorkerPool } from '../pool'
import { calls } from './base'
import { wireRecordings } from './wireRecording'

const previewedFiles = 500
/** Less than this of a label, and a mixture mostly learns what was said. */
const thinSeconds = 5

export function recordingOf(project: Project, id: number): StoredRecording {
  const recording = project.recordings.get(id)
  if (!recording) throw new CepstraError('NOT_FOUND', `Recording ${id} is not in this project any more.`)
  return recording
}

/** A recording that there is something to hear of. @throws CepstraError NOTHING_TO_DO where only its features were given. */
export function soundOf(project: Project, id: number): StoredRecording {
  const recording = recordingOf(project, id)
  if (!isGivenFormat(recording.format)) return recording
  throw new CepstraError(
    'NOTHING_TO_DO',
    `${recording.name} holds features that another program made, so there is no sound to be played or drawn.`,
  )
}

export const recordingCalls = {
  previewImport: calls.recordings.previewImport.handler(async ({ input, context, signal }) => {
    const labelOf = labeler(input.labels)
    const project = context.session.current?.project ?? null
    const run: WorkerPool['run'] = (name, task, options) =>
      context.pool.run(name, task, { ...options, ...(signal ? { signal } : {}) })
    const { files, skipped } = await findRecordings(input.paths, project, run, input.labels)
    const counts = new Map<string | null, number>()
    const labeled = files.map(({ path, bytes }) => ({ path, name: basename(path), bytes, label: labelOf(path) }))
    for (const { label } of labeled) counts.set(label, (counts.get(label) ?? 0) + 1)
    return {
      files: labeled.slice(0, previewedFiles),
      fileCount: labeled.length,
      labels: [...counts].map(([label, count]) => ({ label, count })),
      skipped: skipped.slice(0, previewedFiles),
      skippedCount: skipped.length,
    }
  }),

  list: calls.recordings.list.handler(({ input, context }) => {
    const { project } = context.session.required()
    const { total, rows } = project.recordings.list(input)
    return { total, rows: wireRecordings(project, rows) }
  }),

  get: calls.recordings.get.handler(({ input, context }) => {
    const { project } = context.session.required()
    const [recording] = wireRecordings(project, [recordingOf(project, input.id)])
    if (!recording) throw new CepstraError('NOT_FOUND', `Recording ${input.id} is not in this project any more.`)
    return recording
  }),

  labels: calls.recordings.labels.handler(({ context }) =>
    labelTotals(context.session.required().project).map((total) => ({ ...total, warning: warningOf(total) })),
  ),

  setLabel: calls.recordings.setLabel.handler(({ input, context }) => {
    const { project } = context.session.required()
    const before = project.recordings.setLabels(input.changes)
    context.events.changed('recordings')
    return { before }
  }),

  remove: calls.recordings.remove.handler(({ input, context }) => {
    const removed = context.session.required().project.recordings.remove(input.ids)
    context.events.changed('recordings')
    context.events.changed('results')
    context.events.changed('project')
    return { removed }
  }),

  facts: calls.recordings.facts.handler(async ({ input, context }) => {
    const { path } = soundOf(context.session.required().project, input.id)
    return context.pool.run('facts', { path })
  }),

  waveform: calls.recordings.waveform.handler(async ({ input, context }) => {
    const recording = soundOf(context.session.required().project, input.id)
    const durationSeconds = recording.durationSeconds ?? 0
    const startSeconds = Math.min(input.startSeconds ?? 0, durationSeconds)
    const endSeconds = Math.max(startSeconds, Math.min(input.endSeconds ?? durationSeconds, durationSeconds))
    const peaks = await context.pool.run('waveform', {
      path: recording.path,
      bins: input.bins,
      startSeconds,
      endSeconds,
    })
    return { durationSeconds, peaks: matrixOf(peaks, input.bins, 2) }
  }),

  audio: calls.recordings.audio.handler(async ({ input, context, signal }) => {
    const { project } = context.session.required()
    const recording = soundOf(project, input.id)
    const { wav, sampleCount, sampleRateHz } = await context.pool.run(
      'audio',
      {
        path: recording.path,
        ...(project.sampleRateHz === null ? {} : { sampleRateHz: project.sampleRateHz }),
        startSeconds: input.startSeconds,
        lengthSeconds: input.lengthSeconds,
      },
      signal ? { signal } : {},
    )
    return {
      wav: new Blob([wav as Uint8Array<ArrayBuffer>], { type: 'audio/wav' }),
      startSeconds: input.startSeconds,
      durationSeconds: sampleCount / sampleRateHz,
      sampleRateHz,
    }
  }),
}

function warningOf({ label, recordingCount, seconds }: Omit<LabelSummary, 'warning'>): string | null {
  if (label === null)
    return recordingCount === 1
      ? 'A recording without a label takes no part in training.'
      : `${recordingCount} recordings without a label take no part in training.`
  if (seconds < thinSeconds) {
    return `Only ${seconds.toFixed(1)} s of sound: add recordings until there are at least ${thinSeconds} s, better a minute.`
  }
  if (recordingCount < 2) return 'A single recording: nothing can be held out to test this label with.'
  return null
}
