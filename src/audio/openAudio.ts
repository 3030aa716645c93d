import { CepstraError, isCepstraError } from '../cepstraError'
import { aiffSource } from './aiffSource'
import { mislabelWarning } from './audioExtensions'
import { openFile, type AudioFile } from './audioFile'
import { highestRateHz, lowestRateHz, type AudioSource, type ChannelBlock } from './audioSource'
import { ffmpegSource } from './ffmpegSource'
import { flacSource } from './flacSource'
import { mp3Source } from './mp3Source'
import { oggSource } from './oggSource'
import { Resampler } from './resampler'
import { sniffFormat } from './sniffFormat'
import { wavSource } from './wavSource'

export interface AudioOptions {
  /** The rate of the samples that come out, whole hertz; the file's own by default. */
  readonly sampleRateHz?: number
  /** 'mix' (the default) averages the channels; a number takes one of them, counted from 0. */
  readonly channel?: 'mix' | number
}

/** An opened sound file. `close` it when done; reading `blocks` to the end or leaving the loop closes it too. */
export interface AudioStream {
  /** wav, flac, mp3, ogg-vorbis, opus, ogg-flac, aiff, m4a or aac. */
  readonly format: string
  readonly sourceRateHz: number
  readonly channelCount: number
  /** Of the blocks. */
  readonly sampleRateHz: number
  /** What the header tells, null where it does not. A truncated WAV counts what is there. */
  readonly durationSeconds: number | null
  /** Sentences for a person. It grows while blocks are read: damage is known only where it is met. */
  readonly warnings: readonly string[]
  /**
   * Mono samples, resampled, from the beginning, in blocks of at most a few seconds, all of them finite; once only.
   * Throws AUDIO_EMPTY when nothing could be decoded, AUDIO_DAMAGED when a decoder gave up before the first sample.
   */
  blocks(): AsyncGenerator<Float32Array>
  close(): Promise<void>
}

/**
 * Opens a file by its first bytes, whatever its name. Memory stays within a few megabytes however long the file is.
 * Throws CepstraError: FILE_NOT_FOUND, FILE_UNREADABLE, AUDIO_EMPTY, AUDIO_UNKNOWN_FORMAT, AUDIO_DAMAGED,
 * AUDIO_NEEDS_FFMPEG, OPTIONS_INVALID.
 */
export async function openAudio(path: string, options: AudioOptions = {}): Promise<AudioStream> {
  const file = await openFile(path)
  try {
    const source = await openSource(file)
    try {
      return streamOf(file, source, options)
    } catch (error) {
      await source.close()
      throw error
    }
  } catch (error) {
    await file.close()
    throw isCepstraError(error) ? error : damaged(file.name, error)
  }
}

async function openSource(file: AudioFile): Promise<AudioSource> {
  const { format, start } = await sniffFormat(file)
  const body = start > 0 && (format === 'wav' || format === 'aiff') ? behind(file, start) : file
  switch (format) {
    case 'wav':
      return wavSource(body)
    case 'aiff':
      return aiffSource(body)
    case 'flac':
      return flacSource(file, start)
    case 'mp3':
      return mp3Source(file, start)
    case 'm4a':
      return ffmpegSource(file, 'm4a', 'MPEG-4 audio')
    case 'aac':
      return ffmpegSource(file, 'aac', 'AAC audio')
    default:
      return oggSource(file, start, format)
  }
}

/** The file without the tag before it, for headers whose positions count from their own beginning. */
function behind(file: AudioFile, start: number): AudioFile {
  return { ...file, size: file.size - start, read: (position, length) => file.read(start + position, length) }
}

function streamOf(file: AudioFile, source: AudioSource, options: AudioOptions): AudioStream {
  const sampleRateHz = options.sampleRateHz ?? source.sampleRateHz
  const channel = options.channel ?? 'mix'
  if (!Number.isInteger(sampleRateHz) || sampleRateHz < lowestRateHz || sampleRateHz > highestRateHz) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      `Cannot resample to ${sampleRateHz} Hz. Give a whole number from ${lowestRateHz} to ${highestRateHz}.`,
    )
  }
  if (channel !== 'mix' && !(Number.isInteger(channel) && channel >= 0 && channel < source.channelCount)) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      `${file.name} has no channel ${channel}: it has ${source.channelCount}, counted from 0. Choose another or the mix.`,
    )
  }
  const mislabelled = mislabelWarning(file.name, source.format)
  if (mislabelled) source.warnings.unshift(mislabelled)
  const close = async (): Promise<void> => {
    await source.close()
    await file.close()
  }

  async function* blocks(): AsyncGenerator<Float32Array> {
    const resampler = sampleRateHz === source.sampleRateHz ? null : new Resampler(source.sampleRateHz, sampleRateHz)
    let count = 0
    let replaced = 0
    let firstReplaced = 0
    try {
      for await (const channels of decodable(source)) {
        const mono = toMono(channels, channel)
        for (let i = 0; i < mono.length; i++) {
          // Written so that NaN is caught; numbers this large are no sound and would overflow in a filter.
          if (!(Math.abs(mono[i]) <= 1e9)) {
            if (replaced++ === 0) firstReplaced = count + i
            mono[i] = 0
          }
        }
        count += mono.length
        const block = resampler ? resampler.push(mono) : mono
        if (block.length > 0) yield block
      }
      if (count === 0) {
        throw new CepstraError(
          'AUDIO_EMPTY',
          `${file.name} (${source.format}) holds no sound: 0 samples could be decoded. Copy or record it again.`,
        )
      }
      const rest = resampler?.finish()
      if (rest && rest.length > 0) yield rest
      if (replaced > 0) {
        source.warnings.push(
          `${file.name} holds ${replaced} samples that are not numbers (or beyond 1e9), the first at ` +
            `${(firstReplaced / source.sampleRateHz).toFixed(2)} s; they were set to 0.`,
        )
      }
    } catch (error) {
      if (isCepstraError(error)) throw error
      throw damaged(file.name, error)
    } finally {
      await close()
    }
  }

  /** A decoder that gives up in the middle ends the stream there, with a warning: what came before is worth having. */
  async function* decodable(of: AudioSource): AsyncGenerator<ChannelBlock> {
    let decoded = 0
    try {
      for await (const channels of of.blocks()) {
        decoded += channels[0].length
        yield channels
      }
    } catch (error) {
      if (decoded === 0 || isCepstraError(error)) throw error
      const seconds = (decoded / of.sampleRateHz).toFixed(2)
      of.warnings.push(`${file.name} is damaged at ${seconds} s; what follows was left out.`)
    }
  }

  return {
    format: source.format,
    sourceRateHz: source.sampleRateHz,
    channelCount: source.channelCount,
    sampleRateHz,
    durationSeconds: source.durationSeconds,
    warnings: source.warnings,
    blocks,
    close,
  }
}

function toMono(channels: ChannelBlock, channel: 'mix' | number): Float32Array {
  if (channel !== 'mix') return channels[Math.min(channel, channels.length - 1)]
  if (channels.length === 1) return channels[0]
  const mono = new Float32Array(channels[0].length)
  for (const samples of channels) for (let i = 0; i < mono.length; i++) mono[i] += samples[i]
  for (let i = 0; i < mono.length; i++) mono[i] /= channels.length
  return mono
}

/** What decoders throw are words of their insides; they are kept as the cause, for a log. */
function damaged(name: string, cause: unknown): CepstraError {
  return new CepstraError(
    'AUDIO_DAMAGED',
    `${name} is damaged: its decoder gave up before the first sample. Copy or export it again.`,
    { cause },
  )
}
