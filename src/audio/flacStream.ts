import { decoder as createDecoder } from '@audio/decode-flac'
import type { AudioSource, ChannelBlock } from './audioSource'
import { damageNotes, longestGapSeconds } from './damageNotes'
import type { EntryPoint } from './entryPoint'
import type { FlacFrame } from './flacFrames'
import { rescaleFlac } from './flacScale'
import type { FlacStreamInfo } from './flacStreamInfo'
import { freeDecoder } from './freeDecoder'

/** The frames of a FLAC stream in its container. */
export interface FlacContainer {
  readonly name: string
  readonly format: 'flac' | 'ogg-flac'
  readonly info: FlacStreamInfo
  /** Samples of each channel as the container tells, 0 where it does not. */
  readonly promisedSamples: number
  /** Whether the container says that the stream ends where the file does; native FLAC says nothing about it. */
  readonly hasEnd: boolean
  /** Whole frames with the right check sum, in order; from the start, or from what `find` returned. */
  frames(from: EntryPoint | null): AsyncGenerator<FlacFrame>
  /** The last frame that is cheaply found to begin at or before `sample`; its number as the stream counts. */
  find(sample: number): Promise<EntryPoint | null>
}

/** Frames are handed over in groups of about this many samples. */
const groupSamples = 32_768

/**
 * Decodes FLAC frames. They are found by the caller: @audio/decode-flac loses a frame whose header is cut by the border
 * of a chunk, and at a damaged frame it gathers all bytes up to the end of the file. Damaged frames become silence, so
 * that what follows stays at its time.
 */
export function flacStream(container: FlacContainer): AudioSource {
  const { name, format, info, promisedSamples } = container
  const { sampleRateHz, channelCount, bits } = info
  const warnings: string[] = []
  const seconds = (samples: number): string => (samples / sampleRateHz).toFixed(2)
  let decoder: Awaited<ReturnType<typeof createDecoder>> | null = null
  let entry: EntryPoint | null = null
  // A piece cut out of a longer stream keeps its numbers, and then promises no length: it begins where it begins.
  let firstNumber = 0
  const renewDecoder = async (): Promise<void> => {
    freeDecoder(decoder)
    decoder = await createDecoder()
    decoder.decode(info.head)
  }

  async function* blocks(): AsyncGenerator<ChannelBlock> {
    await renewDecoder()
    const notes = damageNotes(name, sampleRateHz, warnings)
    let reached = entry?.sample ?? null
    let group: Uint8Array[] = []
    let grouped = 0
    // How far the numbers of frames have jumped without being believed.
    let jump = 0
    const take = (last: boolean): ChannelBlock => {
      const decoded = group.length > 0 ? decoder?.decode(Buffer.concat(group)).channelData : undefined
      group = []
      grouped = 0
      const rest = last ? decoder?.flush().channelData : undefined
      const block = joined(decoded ?? [], rest ?? [])
      rescaleFlac(block, bits)
      return block
    }
    for await (const frame of container.frames(entry)) {
      if (reached === null) {
        firstNumber = promisedSamples > 0 ? 0 : frame.firstSample
        reached = firstNumber
      }
      if (promisedSamples > 0 && frame.firstSample - jump >= promisedSamples) continue
      let gap = frame.firstSample - jump - reached
      if (Math.abs(gap) > longestGapSeconds * sampleRateHz) {
        notes.jumped(reached - firstNumber, gap)
        jump += gap
        gap = 0
      }
      if (gap < 0) continue
      if (gap > 0) {
        const before = take(true)
        if (before.length > 0) yield before
        await renewDecoder()
        notes.silent(reached - firstNumber, gap)
        for (let filled = 0; filled < gap; filled += groupSamples) {
          yield [new Float32Array(Math.min(groupSamples, gap - filled))]
        }
      }
      group.push(frame.bytes)
      grouped += frame.sampleCount
      reached += gap + frame.sampleCount
      if (grouped >= groupSamples) {
        const block = take(false)
        if (block.length > 0) yield block
      }
    }
    const rest = take(true)
    if (rest.length > 0) yield rest
    if ((reached ?? 0) < promisedSamples) {
      warnings.push(
        `${name} is truncated: its header promises ${seconds(promisedSamples)} s, it ends at ${seconds(reached ?? 0)} s.`,
      )
    } else if (!container.hasEnd) {
      warnings.push(
        `${name} is truncated: its stream has no end; it stops at ${seconds((reached ?? 0) - firstNumber)} s.`,
      )
    }
  }

  return {
    format,
    codec: 'FLAC',
    bits,
    sampleRateHz,
    channelCount,
    durationSeconds: promisedSamples > 0 ? promisedSamples / sampleRateHz : null,
    warnings,
    async seek(sample) {
      if (promisedSamples === 0) {
        for await (const frame of container.frames(null)) {
          firstNumber = frame.firstSample
          break
        }
      }
      const found = await container.find(sample + firstNumber)
      // Where the first frames are damaged, what is found stands behind them.
      entry = found && found.sample <= sample + firstNumber ? found : null
      return entry ? entry.sample - firstNumber : 0
    },
    blocks,
    async close() {
      freeDecoder(decoder)
      decoder = null
    },
  }
}

function joined(a: ChannelBlock, b: ChannelBlock): ChannelBlock {
  if (a.length === 0 || b.length === 0) return a.length > 0 ? a : b
  return a.map((samples, channel) => {
    const both = new Float32Array(samples.length + b[channel].length)
    both.set(samples)
    both.set(b[channel], samples.length)
    return both
  })
}
