import { decoder as adpcmDecoder } from '@audio/decode-wav'
import { CepstraError } from '../cepstraError'
import type { AudioFile } from './audioFile'
import { plausibleShape, type AudioSource, type ChannelBlock } from './audioSource'
import { ffmpegSource } from './ffmpegSource'
import type { PcmEncoding } from './pcmEncoding'
import { pcmSource } from './pcmSource'

interface WaveFormat {
  readonly tag: number
  readonly channelCount: number
  readonly sampleRateHz: number
  readonly blockAlign: number
  readonly bits: number
  /** The chunk's own bytes, for the decoder of compressed WAV. */
  readonly bytes: Buffer
}

const extensible = 0xfffe
const msAdpcm = 0x02
const imaAdpcm = 0x11

// Recorders that write to a pipe do not know the length and leave 0, 2^32 - 1, or a value close under 2^31.
const streamedAbove = 0x7fff_0000

/**
 * WAV and RF64: integers of 8 to 32 bits, floats of 32 and 64, A-law, mu-law, all of them also as extensible; ADPCM
 * through @audio/decode-wav; other codecs through ffmpeg.
 */
export async function wavSource(file: AudioFile): Promise<AudioSource> {
  const head = await file.read(0, 12)
  const isRf64 = head.toString('latin1', 0, 4) !== 'RIFF'
  let format: WaveFormat | null = null
  let longDataBytes: number | null = null
  let data: { start: number; bytes: number } | null = null
  for (let at = 12; at + 8 <= file.size && !(data && format);) {
    const chunk = await file.read(at, 8)
    if (chunk.length < 8) break
    const id = chunk.toString('latin1', 0, 4)
    const size = chunk.readUInt32LE(4)
    if (id === 'fmt ') format = readFormat(await file.read(at + 8, Math.min(size, 4096)), file.name)
    if (id === 'ds64') {
      const sizes = await file.read(at + 8, 16)
      if (sizes.length === 16) longDataBytes = Number(sizes.readBigUInt64LE(8))
    }
    if (id === 'data') {
      const long = isRf64 && size === 0xffff_ffff && longDataBytes !== null
      data = { start: at + 8, bytes: long && longDataBytes !== null ? longDataBytes : size }
    }
    at += 8 + size + (size & 1)
  }
  if (!format) {
    throw new CepstraError(
      'AUDIO_DAMAGED',
      `${file.name} begins like a WAV file but its "fmt " chunk is missing or cut. Copy or export it again.`,
    )
  }
  if (!data) {
    throw new CepstraError(
      'AUDIO_EMPTY',
      `${file.name} is a WAV file without a "data" chunk: it holds no sound. Copy or record it again.`,
    )
  }
  const dataBytes = (await isStreamed(file, data)) ? Infinity : data.bytes
  const present = Math.min(dataBytes, file.size - data.start)
  const encoding = encodingOf(format)
  if (present < Math.max(1, encoding ? format.blockAlign : 1)) {
    throw new CepstraError(
      'AUDIO_EMPTY',
      `${file.name} is a WAV header without sound: its data chunk holds ${present} bytes. Record or copy it again.`,
    )
  }
  if (encoding) {
    return pcmSource(file, {
      format: 'wav',
      encoding,
      bigEndian: false,
      sampleRateHz: format.sampleRateHz,
      channelCount: format.channelCount,
      dataStart: data.start,
      dataBytes,
    })
  }
  if (format.tag === msAdpcm || format.tag === imaAdpcm) return adpcmSource(file, format, data.start, present)
  return ffmpegSource(file, 'wav', `a WAV file with codec 0x${format.tag.toString(16)}`)
}

function readFormat(bytes: Buffer, name: string): WaveFormat {
  if (bytes.length < 16) {
    throw new CepstraError(
      'AUDIO_DAMAGED',
      `${name} has a "fmt " chunk of ${bytes.length} bytes where at least 16 are needed. Copy or export it again.`,
    )
  }
  let tag = bytes.readUInt16LE(0)
  if (tag === extensible && bytes.length >= 26) tag = bytes.readUInt16LE(24)
  const channelCount = bytes.readUInt16LE(2)
  const sampleRateHz = bytes.readUInt32LE(4)
  const blockAlign = bytes.readUInt16LE(12)
  if (!plausibleShape(sampleRateHz, channelCount) || blockAlign === 0) {
    throw new CepstraError(
      'AUDIO_DAMAGED',
      `${name} has a damaged header: ${channelCount} channels at ${sampleRateHz} Hz in blocks of ${blockAlign} bytes. ` +
        'Copy or export it again.',
    )
  }
  return { tag, channelCount, sampleRateHz, blockAlign, bits: bytes.readUInt16LE(14), bytes }
}

/** The width of a sample is that of its container: 20 bits in 3 bytes are written to the top of the 24. */
function encodingOf(format: WaveFormat): PcmEncoding | null {
  const width = format.blockAlign / format.channelCount
  if (format.tag === 1)
    return width === 1 ? 'u8' : width === 2 ? 's16' : width === 3 ? 's24' : width === 4 ? 's32' : null
  if (format.tag === 3) return width === 4 ? 'f32' : width === 8 ? 'f64' : null
  if (format.tag === 6 && width === 1) return 'alaw'
  if (format.tag === 7 && width === 1) return 'ulaw'
  return null
}

async function isStreamed(file: AudioFile, data: { start: number; bytes: number }): Promise<boolean> {
  if (data.bytes >= streamedAbove && data.start + data.bytes > file.size) return true
  if (data.bytes !== 0) return false
  // A data chunk of 0 bytes that another chunk follows is truly empty; what else follows is a streamed recording.
  const next = await file.read(data.start, 8)
  if (next.length < 8) return next.length > 0
  const looksLikeChunk = /^[A-Za-z0-9 _]{4}$/.test(next.toString('latin1', 0, 4))
  return !(looksLikeChunk && data.start + 8 + next.readUInt32LE(4) <= file.size)
}

function adpcmSource(file: AudioFile, format: WaveFormat, dataStart: number, dataBytes: number): AudioSource {
  const { channelCount, sampleRateHz, blockAlign, bytes } = format
  const samplesPerBlock = bytes.length >= 20 ? bytes.readUInt16LE(18) : 0
  const nibbles = (blockAlign * 2) / channelCount
  if (samplesPerBlock > nibbles || blockAlign < 8 * channelCount || (format.tag === msAdpcm && channelCount > 2)) {
    throw new CepstraError(
      'AUDIO_DAMAGED',
      `${file.name} has a damaged ADPCM header: ${samplesPerBlock} samples in blocks of ${blockAlign} bytes. ` +
        'Copy or export it again.',
    )
  }
  const blockCount = Math.floor(dataBytes / blockAlign)
  const decoder = adpcmDecoder()

  async function* blocks(): AsyncGenerator<ChannelBlock> {
    // The decoder sees only the chunks it needs, since it keeps all bytes before the sound in memory.
    const header = Buffer.alloc(20 + bytes.length + 8)
    header.write('RIFF....WAVEfmt ', 'latin1')
    header.writeUInt32LE(bytes.length, 16)
    bytes.copy(header, 20)
    header.write('data', 20 + bytes.length, 'latin1')
    header.writeUInt32LE(0xffff_ffff, 24 + bytes.length)
    decoder.decode(header)
    const step = Math.max(1, Math.floor(65_536 / blockAlign)) * blockAlign
    const end = dataStart + blockCount * blockAlign
    for (let at = dataStart; at < end; at += step) {
      const { channelData } = decoder.decode(await file.read(at, Math.min(step, end - at)))
      if (channelData.length > 0) yield channelData
    }
  }

  return {
    format: 'wav',
    sampleRateHz,
    channelCount,
    durationSeconds: samplesPerBlock > 0 ? (blockCount * samplesPerBlock) / sampleRateHz : null,
    warnings: [],
    blocks,
    async close() {
      decoder.free()
    },
  }
}
