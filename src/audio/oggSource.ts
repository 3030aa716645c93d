import { decoder as createFlacDecoder } from '@audio/decode-flac'
import { decoder as createOpusDecoder } from '@audio/decode-opus'
import { decoder as createVorbisDecoder } from '@audio/decode-vorbis'
import { CepstraError } from '../cepstraError'
import type { AudioFile } from './audioFile'
import { plausibleShape, type AudioSource, type ChannelBlock } from './audioSource'
import { rescaleFlac } from './flacScale'
import { freeDecoder } from './freeDecoder'

export type OggFormat = 'ogg-vorbis' | 'opus' | 'ogg-flac'

const readBytes = 32_768
const longestPage = 65_307

const decoders = { 'ogg-vorbis': createVorbisDecoder, opus: createOpusDecoder, 'ogg-flac': createFlacDecoder }

/** Ogg Vorbis, Opus and FLAC. Opus is always decoded at 48 kHz, the rate that its format is defined at. */
export async function oggSource(file: AudioFile, start: number, format: OggFormat): Promise<AudioSource> {
  const head = await file.read(start, longestPage)
  const packet = head.subarray(27 + head[26])
  const shape = readShape(packet, format)
  if (!shape || !plausibleShape(shape.sampleRateHz, shape.channelCount)) {
    throw new CepstraError('AUDIO_DAMAGED', `${file.name} has a damaged Ogg header. Copy or export it again.`)
  }
  const { sampleRateHz, channelCount, skippedSamples } = shape
  const last = await readLastPage(file)
  const promised = last === null ? null : Math.max(0, last.granule - skippedSamples) / sampleRateHz
  const warnings: string[] = []
  const decoder = await decoders[format]()
  let closed = false

  async function* blocks(): AsyncGenerator<ChannelBlock> {
    let decoded = 0
    const secondsNow = (): string => (decoded / sampleRateHz).toFixed(2)
    for (let at = start; ;) {
      const bytes = await file.read(at, readBytes)
      at += bytes.length
      const isLast = bytes.length === 0
      const channels = (isLast ? decoder.flush() : decoder.decode(bytes)).channelData
      if (channels.length > 0 && channels[0].length > 0) {
        decoded += channels[0].length
        if (shape?.flacBits) rescaleFlac(channels, shape.flacBits)
        yield channels
      }
      if (isLast) break
    }
    if (!last?.isEnd) warnings.push(`${file.name} is truncated: its stream has no end; it stops at ${secondsNow()} s.`)
    else if (promised !== null && promised - decoded / sampleRateHz > 0.02) {
      warnings.push(`${file.name} is damaged: of ${promised.toFixed(2)} s only ${secondsNow()} s could be decoded.`)
    }
  }

  return {
    format,
    sampleRateHz,
    channelCount,
    durationSeconds: promised,
    warnings,
    blocks,
    async close() {
      if (closed) return
      closed = true
      freeDecoder(decoder)
    },
  }
}

interface OggShape {
  readonly sampleRateHz: number
  readonly channelCount: number
  /** Samples at the beginning that the positions count but that are not part of the sound. */
  readonly skippedSamples: number
  /** Bits a sample, where the codec is FLAC. */
  readonly flacBits?: number
}

function readShape(packet: Buffer, format: OggFormat): OggShape | null {
  if (packet.length < 19) return null
  if (format === 'opus') {
    return { sampleRateHz: 48_000, channelCount: packet[9], skippedSamples: packet.readUInt16LE(10) }
  }
  if (format === 'ogg-vorbis') {
    return { sampleRateHz: packet.readUInt32LE(12), channelCount: packet[11], skippedSamples: 0 }
  }
  if (packet.length < 31) return null
  // The packet holds 9 bytes of its own, then "fLaC", a block header, and the same STREAMINFO as a native file.
  const packed = packet.readUIntBE(27, 3)
  return {
    sampleRateHz: packed >> 4,
    channelCount: ((packed >> 1) & 7) + 1,
    skippedSamples: 0,
    flacBits: ((packet.readUInt16BE(29) >> 4) & 31) + 1,
  }
}

/** The position at the last whole page that stands in the file, and whether that page ends the stream. */
async function readLastPage(file: AudioFile): Promise<{ granule: number; isEnd: boolean } | null> {
  const tailStart = Math.max(0, file.size - 2 * longestPage)
  const tail = await file.read(tailStart, 2 * longestPage)
  for (let at = tail.length; (at = tail.lastIndexOf('OggS', at - 1, 'latin1')) >= 0;) {
    if (at === 0 && tailStart > 0) break
    const body = at + 27 + (tail[at + 26] ?? 0)
    if (body <= tail.length) {
      const bodyBytes = tail.subarray(at + 27, body).reduce((total, length) => total + length, 0)
      const granule = Number(tail.readBigInt64LE(at + 6))
      if (body + bodyBytes <= tail.length && granule >= 0) return { granule, isEnd: (tail[at + 5] & 4) !== 0 }
    }
    if (at === 0) break
  }
  return null
}
