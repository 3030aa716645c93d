import { decoder as createDecoder } from '@audio/decode-mp3'
import { CepstraError } from '../cepstraError'
import type { AudioFile } from './audioFile'
import type { AudioSource, ChannelBlock } from './audioSource'
import { freeDecoder } from './freeDecoder'
import { readMpegFrame, type MpegFrame } from './mpegFrame'

const readBytes = 65_536

/** A stretch of whole frames, and what stood before it that was no frame. */
interface FrameRun {
  readonly bytes: Uint8Array
  readonly frameCount: number
  readonly skippedBytes: number
}

/**
 * MPEG audio from `start` on. Only whole frames are handed to @audio/decode-mp3: given other bytes it makes noise of
 * them, and on some errors it asks mpg123 again without end.
 */
export async function mp3Source(file: AudioFile, start: number): Promise<AudioSource> {
  const head = await file.read(start, 4096)
  const first = readMpegFrame(head, 0)
  if (!first) {
    throw new CepstraError('AUDIO_DAMAGED', `${file.name} has a damaged MPEG header. Copy or export it again.`)
  }
  const info = readInfoTag(head, first)
  const { sampleRateHz, channelCount, samplesPerFrame } = first
  const warnings: string[] = []
  const decoder = await createDecoder()
  let closed = false

  async function* blocks(): AsyncGenerator<ChannelBlock> {
    let frames = 0
    let lastSecond = 0
    const secondsNow = (): string => ((frames * samplesPerFrame) / sampleRateHz).toFixed(2)
    for await (const run of frameRuns(file, start, first as MpegFrame)) {
      if (run.skippedBytes > 0 && frames > 0 && run.frameCount > 0) {
        warnings.push(
          `${file.name} is damaged at ${secondsNow()} s: ${run.skippedBytes} bytes there are no MPEG frames.`,
        )
      }
      if (run.frameCount === 0) {
        if (run.skippedBytes > 0)
          warnings.push(`${file.name} is truncated: it ends within a frame at ${secondsNow()} s.`)
        continue
      }
      frames += run.frameCount
      const { channelData } = decoder.decode(run.bytes)
      // The decoder answers with two channels always; those of a mono stream are equal.
      if (channelData.length > 0 && channelData[0].length > 0) yield channelData.slice(0, channelCount)
      lastSecond = (frames * samplesPerFrame) / sampleRateHz
    }
    const found = info ? frames - 1 : frames
    if (info && found < info.frameCount) {
      const promised = ((info.frameCount * samplesPerFrame) / sampleRateHz).toFixed(2)
      warnings.push(
        `${file.name} is truncated: its header promises ${promised} s, it ends at ${lastSecond.toFixed(2)} s.`,
      )
    }
  }

  return {
    format: 'mp3',
    sampleRateHz,
    channelCount,
    durationSeconds: info ? (info.frameCount * samplesPerFrame - info.trimmedSamples) / sampleRateHz : null,
    warnings,
    blocks,
    async close() {
      if (closed) return
      closed = true
      freeDecoder(decoder)
    },
  }
}

/** The Xing or Info tag in the first frame: how many frames follow, and what an encoder added around the sound. */
function readInfoTag(head: Buffer, first: MpegFrame): { frameCount: number; trimmedSamples: number } | null {
  let at = first.sideEnd
  const tag = head.toString('latin1', at, at + 4)
  if ((tag !== 'Xing' && tag !== 'Info') || at + 12 > head.length) return null
  const flags = head.readUInt32BE(at + 4)
  if (!(flags & 1)) return null
  const frameCount = head.readUInt32BE(at + 8)
  at += 8 + 4 + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0)
  const hasDelays = at + 24 <= head.length && /^(LAME|Lavf|Lavc)/.test(head.toString('latin1', at, at + 4))
  const trimmed = hasDelays ? (head.readUIntBE(at + 21, 3) >> 12) + (head.readUIntBE(at + 21, 3) & 0xfff) : 0
  return { frameCount, trimmedSamples: Math.min(trimmed, frameCount * first.samplesPerFrame) }
}

async function* frameRuns(file: AudioFile, start: number, first: MpegFrame): AsyncGenerator<FrameRun> {
  let position = start
  let pending: Buffer = Buffer.alloc(0)
  let skippedBytes = 0
  let synchronous = true
  for (;;) {
    const more = await file.read(position, readBytes)
    position += more.length
    const isLast = more.length === 0
    pending = pending.length > 0 ? Buffer.concat([pending, more]) : more
    let at = 0
    let runStart = 0
    let frameCount = 0
    while (at + 4 <= pending.length) {
      const frame = readMpegFrame(pending, at)
      const fits = frame !== null && frame.kind === first.kind
      const next = fits ? at + frame.frameBytes : at
      if (fits && next > pending.length) break
      // Lost once, it takes the word of two headers to be found again.
      if (fits && !synchronous && next + 4 > pending.length && !isLast) break
      const trusted = fits && (synchronous || readMpegFrame(pending, next)?.kind === first.kind)
      if (trusted) {
        at = next
        frameCount++
        synchronous = true
        continue
      }
      if (frameCount > 0) {
        yield { bytes: Uint8Array.from(pending.subarray(runStart, at)), frameCount, skippedBytes }
        skippedBytes = 0
        frameCount = 0
      }
      synchronous = false
      skippedBytes++
      at++
      runStart = at
    }
    if (frameCount > 0) {
      yield { bytes: Uint8Array.from(pending.subarray(runStart, at)), frameCount, skippedBytes }
      skippedBytes = 0
    }
    pending = pending.subarray(at)
    if (isLast) {
      const cutFrame = synchronous && readMpegFrame(pending, 0) !== null
      if (cutFrame) yield { bytes: new Uint8Array(0), frameCount: 0, skippedBytes: pending.length }
      return
    }
  }
}
