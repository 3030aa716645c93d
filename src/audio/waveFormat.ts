import { CepstraError } from '../cepstraError'
import { plausibleShape } from './audioSource'

/** The WAVEFORMATEX structure, which WAV, RF64 and Wave64 files share. */
export interface WaveFormat {
  /** The codec; that of the extension where the structure has one. */
  readonly tag: number
  readonly channelCount: number
  readonly sampleRateHz: number
  readonly blockAlign: number
  readonly bits: number
  /** The structure's own bytes, for the decoder of compressed WAV. */
  readonly bytes: Buffer
}

const extensible = 0xfffe

/** `bytes` of a "fmt " chunk. Throws AUDIO_DAMAGED where they are too few or say what no recorder writes. */
export function readWaveFormat(bytes: Buffer, name: string): WaveFormat {
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
