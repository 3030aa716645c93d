import type { Recording, RecordingFlag } from '../../../src/engine/contract'

/** Flags in a word or two; the notes beside them hold the whole sentence. */
export const flagWords: Readonly<Record<RecordingFlag, string>> = {
  changed: 'changed on disk',
  missing: 'missing',
  clipped: 'clipped',
  silent: 'silent',
  damaged: 'damaged',
  lowRate: 'low rate',
  unreadable: 'unreadable',
  veryShort: 'very short',
  narrowBand: 'narrow band',
  noisy: 'noisy',
  offset: 'DC offset',
}

export const featureWords: Readonly<Record<Recording['features'], string>> = {
  none: 'not yet',
  ready: 'ready',
  stale: 'out of date',
  failed: 'failed',
}

/** Whether the recording has something that a person should look at. */
export function isTrouble(recording: Recording): boolean {
  return recording.flags.length > 0 || recording.features === 'failed'
}
