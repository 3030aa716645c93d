import type { RecordingFacts } from './recordingStore'

/** What is known of a file that could not be read: nothing but why, in sentences. */
export function unreadableFacts(path: string, notes: readonly string[]): RecordingFacts {
  return {
    path,
    contentHash: null,
    bytes: null,
    modifiedMs: null,
    durationSeconds: null,
    sampleRateHz: null,
    channelCount: null,
    format: null,
    peakDb: null,
    rmsDb: null,
    quality: null,
    thumbnail: null,
    flags: ['unreadable'],
    notes,
  }
}
