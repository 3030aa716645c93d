import { CepstraError } from '../cepstraError'
import type { AudioFile } from './audioFile'
import { plausibleShape, type AudioSource } from './audioSource'
import { ffmpegSource } from './ffmpegSource'
import type { PcmEncoding } from './pcmEncoding'
import { pcmSource } from './pcmSource'
import { auMarks } from './sniffFormat'

const encodings: ReadonlyMap<number, PcmEncoding> = new Map([
  [1, 'ulaw'],
  [2, 's8'],
  [3, 's16'],
  [4, 's24'],
  [5, 's32'],
  [6, 'f32'],
  [7, 'f64'],
  [27, 'alaw'],
])

/** The size of a recording that went to a pipe. */
const unknownSize = 0xffff_ffff

/**
 * Sun's and NeXT's audio file (.au, .snd): a mark of four letters and five numbers of 32 bits, the first of them
 * where the sound begins. The mark tells the byte order of all that follows. G.72x goes through ffmpeg.
 */
export async function auSource(file: AudioFile): Promise<AudioSource> {
  const head = await file.read(0, 24)
  if (head.length < 24) {
    throw new CepstraError('AUDIO_DAMAGED', `${file.name} is cut within its AU header. Copy or export it again.`)
  }
  const bigEndian = auMarks.get(head.toString('latin1', 0, 4)) === 'big'
  const field = (index: number): number => (bigEndian ? head.readUInt32BE(4 * index) : head.readUInt32LE(4 * index))
  const [dataStart, size, code, sampleRateHz, channelCount] = [1, 2, 3, 4, 5].map(field)
  if (dataStart < 24 || !plausibleShape(sampleRateHz, channelCount)) {
    throw new CepstraError(
      'AUDIO_DAMAGED',
      `${file.name} has a damaged AU header: ${channelCount} channels at ${sampleRateHz} Hz, the sound from byte ` +
        `${dataStart} on. Copy or export it again.`,
    )
  }
  const encoding = encodings.get(code)
  if (!encoding) return ffmpegSource(file, 'au', `an AU file with encoding ${code}`)
  const dataBytes = size === unknownSize ? Infinity : size
  if (Math.min(dataBytes, file.size - dataStart) < 1) {
    throw new CepstraError('AUDIO_EMPTY', `${file.name} is an AU header without sound. Record or copy it again.`)
  }
  return pcmSource(file, { format: 'au', encoding, bigEndian, sampleRateHz, channelCount, dataStart, dataBytes })
}
