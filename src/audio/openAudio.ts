import { isCepstraError } from '../cepstraError'
import { aiffSource } from './aiffSource'
import { openFile, type AudioFile } from './audioFile'
import type { AudioSource } from './audioSource'
import { audioStream, gaveUp, type AudioOptions, type AudioStream } from './audioStream'
import { auSource } from './auSource'
import { ffmpegSource } from './ffmpegSource'
import { flacSource } from './flacSource'
import { mp3Source } from './mp3Source'
import { countMpeg4Tracks } from './mpeg4Tracks'
import { oggFlacSource } from './oggFlacSource'
import { oggSource } from './oggSource'
import { sniffFormat } from './sniffFormat'
import { sphereSource } from './sphereSource'
import { w64Source } from './w64Source'
import { wavSource } from './wavSource'

/**
 * Opens a file by its first bytes, whatever its name. Memory stays within a few megabytes however long the file is.
 * Throws CepstraError: FILE_NOT_FOUND, FILE_UNREADABLE, AUDIO_EMPTY, AUDIO_UNKNOWN_FORMAT, AUDIO_DAMAGED,
 * AUDIO_NEEDS_FFMPEG, OPTIONS_INVALID.
 */
export async function openAudio(path: string, options: AudioOptions = {}): Promise<AudioStream> {
  const file = await openFile(path, options.content)
  try {
    const source = await openSource(file)
    try {
      return audioStream(file.name, source, options, () => file.close())
    } catch (error) {
      await source.close()
      throw error
    }
  } catch (error) {
    await file.close()
    throw isCepstraError(error) ? error : gaveUp(file.name, error)
  }
}

/** The source of a file, by its first bytes; what it throws that is no `CepstraError` comes from inside a decoder. */
export async function openSource(file: AudioFile): Promise<AudioSource> {
  const { format, start } = await sniffFormat(file)
  switch (format) {
    case 'wav':
      return wavSource(behind(file, start))
    case 'w64':
      return w64Source(behind(file, start))
    case 'aiff':
      return aiffSource(behind(file, start))
    case 'au':
      return auSource(behind(file, start))
    case 'sphere':
      return sphereSource(behind(file, start))
    case 'flac':
      return flacSource(file, start)
    case 'mp3':
      return mp3Source(file, start)
    case 'm4a':
      return ffmpegSource(file, 'm4a', 'MPEG-4 audio', (await countMpeg4Tracks(file)) === 1)
    case 'aac':
      return ffmpegSource(file, 'aac', 'AAC audio')
    case 'ogg-flac':
      return oggFlacSource(file, start)
    case 'ogg-vorbis':
    case 'opus':
      return oggSource(file, start, format)
  }
}

/** The file without the tag before it, for headers whose positions count from their own beginning. */
function behind(file: AudioFile, start: number): AudioFile {
  if (start === 0) return file
  return { ...file, size: file.size - start, read: (position, length) => file.read(start + position, length) }
}
