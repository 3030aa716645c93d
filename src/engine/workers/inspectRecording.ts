import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { readSmall } from '../../audio/audioFile'
import { LevelMeter } from '../../audio/levelMeter'
import { openAudio } from '../../audio/openAudio'
import { isCepstraError } from '../../cepstraError'
import { BandwidthMeter } from '../../features/bandwidthMeter'
import { contentHash, streamedContentHash } from '../../project/contentHash'
import type { RecordingFacts } from '../../project/recordingStore'
import { unreadableFacts } from '../../project/unreadableFacts'
import { shortBytes } from '../shortRecordings'
import type { PackedFeatures } from './featurePack'
import { findTroubles } from './findTroubles'
import type { ImportPack } from './importPack'

/** Room for one short file after the other. */
let memory: Buffer<ArrayBuffer> | undefined

export interface Inspection {
  readonly facts: RecordingFacts
  /** Of a short recording that could be read, where a pack takes them. */
  readonly features: PackedFeatures | null
}

/**
 * Reads a file once from end to end and tells what an import wants to know. A file that cannot be read is a fact too:
 * it comes back with the flag `unreadable` and a note that says why, so that the other files go on.
 *
 * @param pack takes the features of short recordings, which are made while they are in memory: to read and decode
 *   them again later would take as long as to make them.
 */
export async function inspectRecording(path: string, pack?: ImportPack): Promise<Inspection> {
  let file: { size: number; mtimeMs: number; isFile(): boolean }
  let content: Buffer | undefined
  let hash: string
  try {
    file = statSync(path)
    if (file.isFile() && file.size <= shortBytes)
      content = readSmall(path, file.size, (memory ??= Buffer.allocUnsafeSlow(shortBytes)))
    hash = content ? contentHash(content) : await streamedContentHash(path)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const note = `${basename(path)} cannot be read (${why}). Check that it is there and that you may read it.`
    return { facts: unreadableFacts(path, [note]), features: null }
  }
  const there = { contentHash: hash, bytes: file.size, modifiedMs: file.mtimeMs }
  try {
    const { heard, features } = await listenTo(path, content, content && pack)
    return { facts: { path, ...there, ...heard }, features }
  } catch (error) {
    if (!isCepstraError(error) || error.code === 'NOT_WRITABLE') throw error
    return { facts: { ...unreadableFacts(path, [error.message]), ...there }, features: null }
  }
}

async function listenTo(path: string, content: Buffer | undefined, pack: ImportPack | undefined) {
  const audio = await openAudio(path, content ? { content } : {})
  const entry = pack?.begin(audio)
  try {
    const meter = new LevelMeter(audio.sampleRateHz)
    const bandwidth = new BandwidthMeter(audio.sampleRateHz)
    for await (const block of audio.blocks()) {
      meter.push(block)
      bandwidth.push(block)
      entry?.push(block)
    }
    const level = meter.finish()
    const bandwidthHz = bandwidth.finish()
    const durationSeconds = level.sampleCount / audio.sampleRateHz
    const troubles = findTroubles(level, bandwidthHz, durationSeconds)
    const { clippedSamples, firstClippedSeconds, dcOffset, noiseFloorDb, snrDb, speechSeconds } = level
    const heard = {
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
    return { heard, features: entry?.finish() ?? null }
  } finally {
    entry?.close()
    await audio.close()
  }
}
