import type { Recording, RecordingFlag } from '../../../src/engine/contract'
import { percentText } from '../../charts/rounded'

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

const formats: Readonly<Record<string, string>> = {
  aac: 'AAC',
  aiff: 'AIFF',
  au: 'AU',
  flac: 'FLAC',
  m4a: 'MPEG-4 audio',
  mp3: 'MP3',
  'ogg-flac': 'FLAC in Ogg',
  'ogg-vorbis': 'Ogg Vorbis',
  opus: 'Opus',
  sphere: 'NIST SPHERE',
  w64: 'Wave64',
  wav: 'WAV',
  'features/npy': 'features, NumPy',
  'features/npz': 'features, NumPy archive',
  'features/csv': 'features, CSV',
  'features/kaldi': 'features, Kaldi',
  'features/htk': 'features, HTK',
}

/** A format as people call it; one that is not known here as it is. */
export function formatWords(format: string | null): string {
  return format === null ? '–' : (formats[format] ?? format)
}

/** Whether another program made the recording's features, so that there is no sound to play, draw or compute from. */
export function isGiven({ format }: Pick<Recording, 'format'>): boolean {
  return format?.startsWith('features/') ?? false
}

/** How much of a recording is clipped, in words. */
export function clippedWords({ quality, durationSeconds, sampleRateHz }: Recording): string {
  const clipped = quality?.clippedSamples ?? 0
  if (clipped === 0) return 'nowhere'
  const all = (durationSeconds ?? 0) * (sampleRateHz ?? 0)
  const share = all > 0 ? `, ${percentText(clipped / all, 2)}` : ''
  return `${clipped.toLocaleString('en-US')} ${clipped === 1 ? 'sample' : 'samples'}${share}`
}
