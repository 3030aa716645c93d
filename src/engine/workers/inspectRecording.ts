import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { MessagePort } from 'node:worker_threads'
import { LevelMeter } from '../../audio/measure'
import { openAudio } from '../../audio/openAudio'
import { isCepstraError } from '../../cepstraError'
import { contentHash } from '../../project/contentHash'
import type { RecordingFacts } from '../../project/recordingStore'
import { unreadableFacts } from '../../project/unreadableFacts'

export interface InspectInput {
  readonly path: string
  readonly port?: MessagePort
}

/**
 * Reads a file once from end to end and tells what an import wants to know. A file that cannot be read is a fact too:
 * it comes back with the flag `unreadable` and a note that says why, so that the other files go on.
 */
export async function inspectRecording({ path }: InspectInput): Promise<RecordingFacts> {
  let file: { size: number; mtimeMs: number }
  let hash: string
  try {
    file = await stat(path)
    hash = await contentHash(path)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return unreadableFacts(path, [
      `${basename(path)} cannot be read (${why}). Check that it is there and that you may read it.`,
    ])
  }
  const there = { contentHash: hash, bytes: file.size, modifiedMs: file.mtimeMs }
  try {
    return { path, ...there, ...(await heard(path)) }
  } catch (error) {
    if (!isCepstraError(error)) throw error
    return { ...unreadableFacts(path, [error.message]), ...there }
  }
}

async function heard(path: string) {
  const audio = await openAudio(path)
  try {
    const meter = new LevelMeter()
    for await (const block of audio.blocks()) meter.push(block)
    const level = meter.finish()
    const durationSeconds = level.sampleCount / audio.sampleRateHz
    const flags: string[] = []
    const notes = [...audio.warnings]
    if (audio.warnings.length > 0) flags.push('damaged')
    if (level.clipped) flags.push('clipped')
    if (level.silent) {
      flags.push('silent')
      notes.push('Nothing but silence: no model can learn from it.')
    }
    if (durationSeconds < 0.1) {
      flags.push('veryShort')
      notes.push(`Only ${(durationSeconds * 1000).toPrecision(3)} ms long; a frame alone takes 25 ms.`)
    }
    return {
      durationSeconds,
      sampleRateHz: audio.sourceRateHz,
      channelCount: audio.channelCount,
      format: audio.format,
      peakDb: level.peakDb,
      rmsDb: level.rmsDb,
      thumbnail: level.thumbnail,
      flags,
      notes,
    }
  } finally {
    await audio.close()
  }
}
