import { CepstraError } from '../cepstraError'
import { adpcmSource, imaAdpcm, msAdpcm } from './adpcmSource'
import type { AudioFile } from './audioFile'
import type { AudioSource } from './audioSource'
import { ffmpegSource } from './ffmpegSource'
import type { PcmEncoding } from './pcmEncoding'
import { pcmSource } from './pcmSource'
import type { WaveFormat } from './waveFormat'

/**
 * The sound of a WAV, RF64 or Wave64 file behind its headers: integers of 8 to 32 bits, floats of 32 and 64, A-law,
 * mu-law, all of them also as extensible; ADPCM through @audio/decode-wav; other codecs through ffmpeg. `dataBytes` is
 * what the header says, Infinity where it does not know.
 */
export async function waveSound(
  file: AudioFile,
  container: 'wav' | 'w64',
  format: WaveFormat,
  dataStart: number,
  dataBytes: number,
): Promise<AudioSource> {
  const title = container === 'wav' ? 'WAV' : 'Wave64'
  const present = Math.min(dataBytes, file.size - dataStart)
  const encoding = encodingOf(format)
  if (present < Math.max(1, encoding ? format.blockAlign : 1)) {
    throw new CepstraError(
      'AUDIO_EMPTY',
      `${file.name} is a ${title} header without sound: its data chunk holds ${present} bytes. ` +
        'Record or copy it again.',
    )
  }
  if (encoding) {
    return pcmSource(file, {
      format: container,
      encoding,
      bigEndian: false,
      sampleRateHz: format.sampleRateHz,
      channelCount: format.channelCount,
      dataStart,
      dataBytes,
    })
  }
  if (format.tag === msAdpcm || format.tag === imaAdpcm) {
    return { ...adpcmSource(file, format, dataStart, present), format: container }
  }
  return ffmpegSource(file, container, `a ${title} file with codec 0x${format.tag.toString(16)}`)
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
