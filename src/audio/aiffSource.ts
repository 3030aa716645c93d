import { CepstraError } from '../cepstraError'
import type { AudioFile } from './audioFile'
import { plausibleShape, type AudioSource } from './audioSource'
import { ffmpegSource } from './ffmpegSource'
import type { PcmEncoding } from './pcmEncoding'
import { pcmSource } from './pcmSource'

interface CommonChunk {
  readonly channelCount: number
  readonly bits: number
  readonly sampleRateHz: number
  readonly compression: string
}

/** AIFF and the uncompressed kinds of AIFF-C (also A-law and mu-law); other AIFF-C codecs go through ffmpeg. */
export async function aiffSource(file: AudioFile): Promise<AudioSource> {
  const isCompressed = (await file.read(8, 4)).toString('latin1') === 'AIFC'
  let common: CommonChunk | null = null
  let sound: { start: number; bytes: number } | null = null
  for (let at = 12; at + 8 <= file.size && !(common && sound);) {
    const chunk = await file.read(at, 16)
    if (chunk.length < 8) break
    const id = chunk.toString('latin1', 0, 4)
    const size = chunk.readUInt32BE(4)
    if (id === 'COMM') common = readCommon(await file.read(at + 8, 22), isCompressed, file.name)
    if (id === 'SSND' && chunk.length >= 12) {
      const offset = chunk.readUInt32BE(8)
      const bytes = size - 8 - offset
      // Streamed recordings leave the size open.
      sound = { start: at + 16 + offset, bytes: size === 0 || size >= 0x7fff_0000 ? Infinity : bytes }
    }
    at += 8 + size + (size & 1)
  }
  if (!common) {
    throw new CepstraError(
      'AUDIO_DAMAGED',
      `${file.name} begins like an AIFF file but its COMM chunk is missing or cut. Copy or export it again.`,
    )
  }
  const encoding = encodingOf(common)
  if (!encoding) return ffmpegSource(file, 'aiff', `an AIFF-C file with codec "${common.compression}"`)
  if (!sound || Math.min(sound.bytes, file.size - sound.start) < 1) {
    throw new CepstraError('AUDIO_EMPTY', `${file.name} is an AIFF file without sound. Record or copy it again.`)
  }
  return pcmSource(file, {
    format: 'aiff',
    encoding,
    bigEndian: common.compression !== 'sowt',
    sampleRateHz: common.sampleRateHz,
    channelCount: common.channelCount,
    dataStart: sound.start,
    dataBytes: sound.bytes,
  })
}

function readCommon(bytes: Buffer, isCompressed: boolean, name: string): CommonChunk {
  const channelCount = bytes.length >= 18 ? bytes.readUInt16BE(0) : 0
  const sampleRateHz = bytes.length >= 18 ? readExtended(bytes, 8) : 0
  if (!plausibleShape(sampleRateHz, channelCount)) {
    throw new CepstraError(
      'AUDIO_DAMAGED',
      `${name} has a damaged header: ${channelCount} channels at ${sampleRateHz} Hz. Copy or export it again.`,
    )
  }
  return {
    channelCount,
    bits: bytes.readUInt16BE(6),
    sampleRateHz,
    compression: isCompressed && bytes.length >= 22 ? bytes.toString('latin1', 18, 22) : 'NONE',
  }
}

/** The 80-bit IEEE 754 number in which AIFF writes its rate, rounded to whole hertz. */
function readExtended(bytes: Buffer, at: number): number {
  const exponent = bytes.readUInt16BE(at) & 0x7fff
  const mantissa = bytes.readUInt32BE(at + 2) * 2 ** 32 + bytes.readUInt32BE(at + 6)
  return Math.round(mantissa * 2 ** (exponent - 16_383 - 63))
}

function encodingOf({ compression, bits }: CommonChunk): PcmEncoding | null {
  switch (compression.toLowerCase()) {
    case 'none':
    case 'twos':
    case 'sowt':
      return bits < 1 || bits > 32 ? null : (['s8', 's16', 's24', 's32'] as const)[Math.ceil(bits / 8) - 1]
    case 'fl32':
      return 'f32'
    case 'fl64':
      return 'f64'
    case 'alaw':
      return 'alaw'
    case 'ulaw':
      return 'ulaw'
    default:
      return null
  }
}
