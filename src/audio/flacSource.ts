import { decoder as createDecoder } from '@audio/decode-flac'
import { CepstraError } from '../cepstraError'
import type { AudioFile } from './audioFile'
import { plausibleShape, type AudioSource, type ChannelBlock } from './audioSource'
import { flacFrames } from './flacFrames'
import { rescaleFlac } from './flacScale'
import { freeDecoder } from './freeDecoder'

const streamInfoBytes = 34
/** Frames are handed over in groups of about this many samples. */
const groupSamples = 32_768

/**
 * Native FLAC from `start` on. The metadata and the frames are found here: @audio/decode-flac loses a frame whose
 * header is cut by the border of a chunk, and at a damaged frame it gathers all bytes up to the end of the file.
 * Damaged frames become silence, so that what follows stays at its time.
 */
export async function flacSource(file: AudioFile, start: number): Promise<AudioSource> {
  const head = await file.read(start, 8 + streamInfoBytes)
  const isInfo =
    head.length === 8 + streamInfoBytes && (head[4] & 127) === 0 && head.readUIntBE(5, 3) >= streamInfoBytes
  const packed = isInfo ? head.readUIntBE(18, 3) : 0
  const sampleRateHz = packed >> 4
  const channelCount = ((packed >> 1) & 7) + 1
  const bits = isInfo ? ((head.readUInt16BE(20) >> 4) & 31) + 1 : 0
  if (!isInfo || !plausibleShape(sampleRateHz, channelCount)) {
    throw new CepstraError('AUDIO_DAMAGED', `${file.name} has a damaged FLAC header. Copy or export it again.`)
  }
  const promised = (head[21] & 15) * 2 ** 32 + head.readUInt32BE(22)
  const blockSize = head.readUInt16BE(10)
  const longestFrame = head.readUIntBE(15, 3) || Math.max(16_384, blockSize * channelCount * 5)
  const framesStart = await skipMetadata(file, start + 4)
  // The decoder is told of no other metadata than this block.
  head[4] = 0x80
  head.writeUIntBE(streamInfoBytes, 5, 3)
  const warnings: string[] = []
  const seconds = (samples: number): string => (samples / sampleRateHz).toFixed(2)
  const freshDecoder = async (): Promise<Awaited<ReturnType<typeof createDecoder>>> => {
    const fresh = await createDecoder()
    fresh.decode(Uint8Array.from(head))
    return fresh
  }
  let decoder: Awaited<ReturnType<typeof createDecoder>> | null = null

  async function* blocks(): AsyncGenerator<ChannelBlock> {
    decoder = await freshDecoder()
    let reached = 0
    let group: Uint8Array[] = []
    let grouped = 0
    const take = (last: boolean): ChannelBlock => {
      const decoded = group.length > 0 ? decoder?.decode(Buffer.concat(group)).channelData : undefined
      group = []
      grouped = 0
      const rest = last ? decoder?.flush().channelData : undefined
      const block = joined(decoded ?? [], rest ?? [])
      rescaleFlac(block, bits)
      return block
    }
    for await (const frame of flacFrames(file, framesStart, blockSize, longestFrame)) {
      const beyondEnd = promised > 0 && frame.firstSample >= promised
      if (frame.firstSample < reached || beyondEnd) continue
      // A piece cut out of a longer stream keeps its numbers, and then promises no length: it begins where it begins.
      const isCutPiece = reached === 0 && promised === 0
      const gap = isCutPiece ? 0 : frame.firstSample - reached
      if (gap > 0) {
        const before = take(true)
        if (before.length > 0) yield before
        freeDecoder(decoder)
        decoder = await freshDecoder()
        warnings.push(
          `${file.name} is damaged at ${seconds(reached)} s: ${seconds(gap)} s there could not be decoded and are silent.`,
        )
        for (let filled = 0; filled < gap; filled += groupSamples) {
          yield [new Float32Array(Math.min(groupSamples, gap - filled))]
        }
      }
      group.push(frame.bytes)
      grouped += frame.sampleCount
      reached = frame.firstSample + frame.sampleCount
      if (grouped >= groupSamples) {
        const block = take(false)
        if (block.length > 0) yield block
      }
    }
    const rest = take(true)
    if (rest.length > 0) yield rest
    if (reached < promised) {
      warnings.push(
        `${file.name} is truncated: its header promises ${seconds(promised)} s, it ends at ${seconds(reached)} s.`,
      )
    }
  }

  return {
    format: 'flac',
    sampleRateHz,
    channelCount,
    durationSeconds: promised > 0 ? promised / sampleRateHz : null,
    warnings,
    blocks,
    async close() {
      freeDecoder(decoder)
      decoder = null
    },
  }
}

function joined(a: ChannelBlock, b: ChannelBlock): ChannelBlock {
  if (a.length === 0 || b.length === 0) return a.length > 0 ? a : b
  return a.map((samples, channel) => {
    const both = new Float32Array(samples.length + b[channel].length)
    both.set(samples)
    both.set(b[channel], samples.length)
    return both
  })
}

async function skipMetadata(file: AudioFile, start: number): Promise<number> {
  let at = start
  for (;;) {
    const head = await file.read(at, 4)
    if (head.length < 4) return file.size
    at += 4 + head.readUIntBE(1, 3)
    if (head[0] & 0x80) return at
  }
}
