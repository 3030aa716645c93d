import type { AudioFile } from './audioFile'
import type { AudioSource, ChannelBlock } from './audioSource'
import { bytesPerSample, decodePcm, type PcmEncoding } from './pcmEncoding'

/** Where the samples stand in a WAV, AIFF, AU or SPHERE file and how they are written. */
export interface PcmLayout {
  readonly format: string
  readonly encoding: PcmEncoding
  readonly bigEndian: boolean
  readonly sampleRateHz: number
  readonly channelCount: number
  readonly dataStart: number
  /** As the header says; the reader stops at the end of the file. Infinity where the header does not know. */
  readonly dataBytes: number
}

const blockBytes = 1 << 18

const codecs: Readonly<Record<PcmEncoding, string>> = {
  u8: 'PCM',
  s8: 'PCM',
  s16: 'PCM',
  s24: 'PCM',
  s32: 'PCM',
  f32: 'PCM, floating point',
  f64: 'PCM, floating point',
  alaw: 'A-law',
  ulaw: 'mu-law',
}

/**
 * Reads uncompressed samples. Ours, since @audio/decode-wav divides positive samples by 2^(bits-1) - 1 (so sox and it
 * disagree), misses the padding byte of odd chunks and does not know RF64, and @audio/decode-aiff reads the chunks
 * behind the sound as if they were sound.
 */
export function pcmSource(file: AudioFile, layout: PcmLayout): AudioSource {
  const { sampleRateHz, channelCount, dataStart, encoding, bigEndian } = layout
  const frameBytes = bytesPerSample(encoding) * channelCount
  const present = Math.max(0, file.size - dataStart)
  const promised = Number.isFinite(layout.dataBytes) ? layout.dataBytes : present
  const available = Math.min(promised, present)
  const frameCount = Math.floor(available / frameBytes)
  const warnings: string[] = []
  let first = 0
  const seconds = (bytes: number): string => (Math.floor(bytes / frameBytes) / sampleRateHz).toFixed(2)

  async function* blocks(): AsyncGenerator<ChannelBlock> {
    const step = Math.max(1, Math.floor(blockBytes / frameBytes)) * frameBytes
    const end = dataStart + frameCount * frameBytes
    for (let at = dataStart + first * frameBytes; at < end; at += step) {
      const bytes = await file.read(at, Math.min(step, end - at))
      const whole = bytes.length - (bytes.length % frameBytes)
      if (whole > 0) yield decodePcm(bytes.subarray(0, whole), encoding, channelCount, bigEndian)
      if (whole < Math.min(step, end - at)) {
        warnings.push(`${file.name} became shorter while it was read: it ends at ${seconds(at - dataStart + whole)} s.`)
        return
      }
    }
    if (promised - present >= frameBytes) {
      warnings.push(
        `${file.name} is truncated: its header promises ${seconds(promised)} s, it ends at ${seconds(available)} s.`,
      )
    }
  }

  return {
    format: layout.format,
    codec: codecs[encoding],
    bits: 8 * bytesPerSample(encoding),
    mayBeUnusable: encoding === 'f32' || encoding === 'f64',
    sampleRateHz,
    channelCount,
    durationSeconds: frameCount / sampleRateHz,
    warnings,
    async seek(sample) {
      first = Math.min(sample, frameCount)
      return first
    },
    blocks,
    close: async () => undefined,
  }
}
