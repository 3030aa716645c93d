import { CepstraError, isCepstraError } from '../cepstraError'
import { mislabelWarning } from './audioExtensions'
import { highestRateHz, lowestRateHz, type AudioSource, type ChannelBlock } from './audioSource'
import { Resampler } from './resampler'

export interface AudioOptions {
  /** The rate of the samples that come out, whole hertz; the file's own by default. */
  readonly sampleRateHz?: number
  /** 'mix' (the default) averages the channels; a number takes one of them, counted from 0. */
  readonly channel?: 'mix' | number
  /** All that is in the file, where somebody has read it already. */
  readonly content?: Buffer
}

/** An opened sound file. `close` it when done; reading `blocks` to the end or leaving the loop closes it too. */
export interface AudioStream {
  /** wav, w64, flac, mp3, ogg-vorbis, opus, ogg-flac, aiff, au, sphere, m4a or aac. */
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
   * Mono samples, resampled, in blocks of at most a few seconds, all of them finite; once only. They begin with sample
   * round(fromSeconds * sampleRateHz), 0 by default, and equal those that come after as many from the beginning; what
   * stands before is not decoded where the format allows. Beyond the end there are none.
   * Throws AUDIO_EMPTY when nothing could be decoded, AUDIO_DAMAGED when a decoder gave up before the first sample.
   */
  blocks(fromSeconds?: number): AsyncGenerator<Float32Array>
  close(): Promise<void>
}

/**
 * Before the first sample that is asked for, at least this much goes through the resampler. Its longest filter, that to
 * 100 Hz, reaches 0.7 s to each side.
 */
const filterSeconds = 1

/** The stream of a source. `closeFile` is called with the source's own `close`. Throws OPTIONS_INVALID. */
export function audioStream(
  name: string,
  source: AudioSource,
  options: AudioOptions,
  closeFile: () => Promise<void>,
): AudioStream {
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
      `${name} has no channel ${channel}: it has ${source.channelCount}, counted from 0. Choose another or the mix.`,
    )
  }
  const mislabelled = mislabelWarning(name, source.format)
  if (mislabelled) source.warnings.unshift(mislabelled)
  const close = async (): Promise<void> => {
    await source.close()
    await closeFile()
  }

  async function* blocks(fromSeconds = 0): AsyncGenerator<Float32Array> {
    const resampler = sampleRateHz === source.sampleRateHz ? null : new Resampler(source.sampleRateHz, sampleRateHz)
    const firstSample = Math.round(fromSeconds * sampleRateHz)
    // A whole second stands on the grid of samples of every rate, so a resampler that begins there keeps its phase.
    const entrySeconds = resampler ? Math.max(0, Math.floor(fromSeconds) - filterSeconds) : 0
    const entry = resampler ? entrySeconds * source.sampleRateHz : firstSample
    let unwanted = resampler ? firstSample - entrySeconds * sampleRateHz : 0
    const wanted = (block: Float32Array): Float32Array => {
      const kept = block.subarray(Math.min(block.length, unwanted))
      unwanted -= block.length - kept.length
      return kept
    }
    let count = 0
    let replaced = 0
    let firstReplaced = 0
    try {
      for await (const channels of decodable(source, name, entry)) {
        const mono = toMono(channels, channel)
        if (source.mayBeUnusable !== false) {
          const unusable = silenceUnusable(mono)
          if (replaced === 0 && unusable.count > 0) firstReplaced = entry + count + unusable.first
          replaced += unusable.count
        }
        count += mono.length
        const block = wanted(resampler ? resampler.push(mono) : mono)
        if (block.length > 0) yield block
      }
      if (count === 0 && entry === 0) {
        throw new CepstraError(
          'AUDIO_EMPTY',
          `${name} (${source.format}) holds no sound: 0 samples could be decoded. Copy or record it again.`,
        )
      }
      const rest = resampler ? wanted(resampler.finish()) : null
      if (rest && rest.length > 0) yield rest
      if (replaced > 0) {
        source.warnings.push(
          `${name} holds ${replaced} samples that are not numbers (or beyond 1e9), the first at ` +
            `${(firstReplaced / source.sampleRateHz).toFixed(2)} s; they were set to 0.`,
        )
      }
    } catch (error) {
      throw isCepstraError(error) ? error : gaveUp(name, error)
    } finally {
      await close()
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

/**
 * The blocks of `source` from sample `entry` on. A decoder that gives up in the middle ends the stream there, with a
 * warning: what came before is worth having.
 */
async function* decodable(source: AudioSource, name: string, entry: number): AsyncGenerator<ChannelBlock> {
  let position = 0
  let decoded = 0
  try {
    if (entry > 0) position = await source.seek(entry)
    for await (const channels of source.blocks()) {
      const { length } = channels[0]
      const early = Math.max(0, Math.min(length, entry - position))
      position += length
      decoded += length
      if (early < length) yield early > 0 ? channels.map((samples) => samples.subarray(early)) : channels
    }
  } catch (error) {
    if (decoded === 0 || isCepstraError(error)) throw error
    const seconds = (position / source.sampleRateHz).toFixed(2)
    source.warnings.push(`${name} is damaged at ${seconds} s; what follows was left out.`)
  }
}

// Loops over samples stand in functions of their own: inside an async generator they take ten times as long.

/** Sets to 0 what is no number, or so large that it is no sound and would overflow in a filter. */
function silenceUnusable(samples: Float32Array): { count: number; first: number } {
  let count = 0
  let first = 0
  for (let i = 0; i < samples.length; i++) {
    // Written so that NaN is caught.
    if (Math.abs(samples[i]) <= 1e9) continue
    if (count++ === 0) first = i
    samples[i] = 0
  }
  return { count, first }
}

function toMono(channels: ChannelBlock, channel: 'mix' | number): Float32Array {
  if (channel !== 'mix') return channels[Math.min(channel, channels.length - 1)]
  if (channels.length === 1) return channels[0]
  const mono = new Float32Array(channels[0].length)
  if (channels.length === 2) {
    const [left, right] = channels
    for (let i = 0; i < mono.length; i++) mono[i] = (left[i] + right[i]) / 2
    return mono
  }
  for (const samples of channels) for (let i = 0; i < mono.length; i++) mono[i] += samples[i]
  for (let i = 0; i < mono.length; i++) mono[i] /= channels.length
  return mono
}

/** What decoders throw are words of their insides; they are kept as the cause, for a log. */
export function gaveUp(name: string, cause: unknown): CepstraError {
  return new CepstraError(
    'AUDIO_DAMAGED',
    `${name} is damaged: its decoder gave up before the first sample. Copy or export it again.`,
    { cause },
  )
}
