import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { LevelMeter } from '../../audio/levelMeter'
import { openAudio } from '../../audio/openAudio'
import { isCepstraError } from '../../cepstraError'
import { BandwidthMeter } from '../../features/bandwidthMeter'
import { contentHash } from '../../project/contentHash'
import type { RecordingFacts } from '../../project/recordingStore'
import { unreadableFacts } from '../../project/unreadableFacts'
import { findTroubles } from './findTroubles'

/**
 * Reads a file once from end to end and tells what an import wants to know. A file that cannot be read is a fact too:
 * it comes back with the flag `unreadable` and a note that says why, so that the other files go on.
 */
export async function inspectRecording(path: string): Promise<RecordingFacts> {
  let file: { size: number; mtimeMs: number }
  let hash: string
  try {
    file = statSync(path)
    hash = await contentHash(path, file.size)
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
    const meter = new LevelMeter(audio.sampleRateHz)
    const bandwidth = new BandwidthMeter(audio.sampleRateHz)
    for await (const block of audio.blocks()) {
      meter.push(block)
      bandwidth.push(block)
    }
    const level = meter.finish()
    const bandwidthHz = bandwidth.finish()
    const durationSeconds = level.sampleCount / audio.sampleRateHz
    const troubles = findTroubles(level, bandwidthHz, durationSeconds)
    const { clippedSamples, firstClippedSeconds, dcOffset, noiseFloorDb, snrDb, speechSeconds } = level
    return {
      durationSeconds,
      sampleRateHz: audio.sourceRateHz,
      channelCount: audio.channelCount,
      format: audio.format,
      peakDb: level.peakDb,
      rmsDb: level.rmsDb,
      quality: { clippedSamples, firstClippedSeconds, dcOffset, noiseFloorDb, snrDb, speechSeconds, bandwidthHz },
      thumbnail: level.thumbnail,
      flags: [...(audio.warnings.length > 0 ? ['damaged'] : []), ...troubles.flags],
      notes: [...audio.warnings, ...troubles.notes],
    }
  } finally {
    await audio.close()
  }
}
