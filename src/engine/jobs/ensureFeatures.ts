import { rm, stat } from 'node:fs/promises'
import { CepstraError, isCepstraError, type ErrorCode } from '../../cepstraError'
import type { Recipe } from '../../features/recipe'
import { recipeHash } from '../../features/recipeHash'
import type { FeatureFacts, StoredFeatures } from '../../project/featureStore'
import { fileOf, isGivenFormat } from '../../project/givenPath'
import { contentFlags, type StoredRecording } from '../../project/recordingStore'
import { wireErrorOf } from '../wireError'
import type { FrameSource } from '../workers/frameSource'
import type { ReadingContext } from './jobContext'
import { isAsRead, readAgain } from './takeIn'

/** How a recording's features are made: the recipe and the rate the audio is brought to. */
export interface FrontEnd {
  readonly recipe: Recipe
  readonly sampleRateHz: number
}

/** The project's own front end. @throws CepstraError NOTHING_TO_DO when no import has settled a rate yet. */
export function frontEndOf(context: Pick<ReadingContext, 'project'>): FrontEnd {
  const { recipe, sampleRateHz } = context.project
  if (sampleRateHz === null) {
    throw new CepstraError('NOTHING_TO_DO', 'This project holds no readable recordings yet. Import some first.')
  }
  return { recipe, sampleRateHz }
}

/** Failures that follow from the content and the recipe, so that they are the same whenever it is tried again. */
const lastingErrors: readonly string[] = [
  'AUDIO_EMPTY',
  'AUDIO_UNKNOWN_FORMAT',
  'AUDIO_DAMAGED',
  'AUDIO_TOO_SHORT',
  'RECIPE_INVALID',
  'TOO_FEW_FRAMES',
  'TABLE_INVALID',
] satisfies ErrorCode[]

/**
 * Sees to it that a recording's features are in the cache, and answers with what is known of them; `error` in it tells
 * of a recording that the front end refuses. A file that changed on the disk since it was read is read anew first.
 * Failures that may pass, such as a file that is gone, are told but not kept in the cache, where they would stand for
 * every copy of the same content.
 *
 * @param onSeconds hears how many more seconds of audio were done.
 */
export async function ensureFeatures(
  recording: StoredRecording,
  frontEnd: FrontEnd,
  context: ReadingContext,
  onSeconds: (seconds: number) => void = () => undefined,
): Promise<{ facts: StoredFeatures; recording: StoredRecording; computed: boolean }> {
  const current = await upToDate(recording, context)
  const { features } = context.project
  const { contentHash, flags, notes } = current
  if (contentHash === null || flags.includes('unreadable')) {
    return {
      facts: without(failed('FILE_UNREADABLE', notes[0] ?? 'The file cannot be read.')),
      recording: current,
      computed: false,
    }
  }
  const mismatch = mismatchOf(current, frontEnd)
  if (mismatch !== null)
    return { facts: without(failed('MODEL_MISMATCH', mismatch)), recording: current, computed: false }
  const hash = recipeHash(frontEnd.recipe, frontEnd.sampleRateHz)
  if (features.has(contentHash, hash)) {
    const facts = features.get(contentHash, hash)
    if (facts) return { facts, recording: current, computed: false }
  }
  let seconds = 0
  const hear = (message: unknown): void => {
    onSeconds(Number(message) - seconds)
    seconds = Number(message)
  }
  const target = features.path(contentHash, hash)
  const { recipe, sampleRateHz } = frontEnd
  let facts = await context
    .run('extract', { path: current.path, recipe, sampleRateHz, target }, { onMessage: hear })
    .catch((error: unknown) => {
      // A disk that is full is no fault of this file: every other would fail like it.
      if (context.signal.aborted || (isCepstraError(error) && error.code === 'NOT_WRITABLE')) throw error
      if (isCepstraError(error)) return failed(error.code, error.message)
      // Something that no error of ours foresaw, such as a decoder that ran out of memory, is this file's misfortune and
      // not the job's.
      context.log.error({ err: error, path: current.path }, 'a recording could not be extracted')
      const { code, message } = wireErrorOf(error)
      return failed(code, message)
    })
  const after = await stat(fileOf(current.path)).catch(() => null)
  if (after && !isAsRead(current, { bytes: after.size, modifiedMs: after.mtimeMs })) {
    // What was read is not the content under whose name it would be kept.
    await rm(target, { force: true })
    facts = failed('FILE_UNREADABLE', `${current.name} changed while it was being read. Extract it again.`)
  }
  if (facts.error === null || lastingErrors.includes(facts.error.code)) features.put(contentHash, hash, facts)
  onSeconds((current.durationSeconds ?? 0) - seconds)
  const place = facts.error ? null : { path: target, firstRow: null }
  return { facts: { ...facts, place }, recording: current, computed: true }
}

/** Why a front end cannot be had of a recording, or null: sound and given features have no way to each other. */
function mismatchOf({ name, format }: StoredRecording, { recipe: { given } }: FrontEnd): string | null {
  if (isGivenFormat(format) === (given !== null)) return null
  if (given === null) {
    return `${name} holds features that another program made, but features of sound are wanted. Take the sound itself.`
  }
  return (
    `${name} is sound, but features of ${given.columnNames.length} columns are wanted that another program made. ` +
    'Have that program make them of this recording too.'
  )
}

/** Where a worker finds the frames; null where there are none to be modeled. */
export function sourceOf({ place, keptCount, speech }: StoredFeatures): FrameSource | null {
  return place === null || keptCount === 0 ? null : { ...place, speech }
}

async function upToDate(recording: StoredRecording, context: ReadingContext): Promise<StoredRecording> {
  const { recordings } = context.project
  const file = await stat(fileOf(recording.path)).catch(() => null)
  if (!file) {
    // A file that is gone may still have its features in the cache, and those are as good as ever.
    if (!recording.flags.includes('missing')) {
      recordings.setFlags(recording.id, [...contentFlags(recording.flags), 'missing'])
    }
    return recording
  }
  if (isAsRead(recording, { bytes: file.size, modifiedMs: file.mtimeMs })) {
    const flags = contentFlags(recording.flags)
    if (flags.length !== recording.flags.length) recordings.setFlags(recording.id, flags)
    return { ...recording, flags }
  }
  return readAgain(recording, context)
}

function without(facts: FeatureFacts): StoredFeatures {
  return { ...facts, place: null }
}

function failed(code: string, message: string): FeatureFacts {
  return { frameCount: 0, keptCount: 0, speech: new Uint8Array(0), warnings: [], error: { code, message } }
}
