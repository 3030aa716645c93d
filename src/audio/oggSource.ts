import { CepstraError } from '../cepstraError'
import type { AudioFile } from './audioFile'
import { plausibleShape, type AudioSource, type ChannelBlock } from './audioSource'
import { damageNotes, longestGapSeconds } from './damageNotes'
import { findEntryPoint, type EntryPoint } from './entryPoint'
import { freeDecoder } from './freeDecoder'
import { oggCodec, type OggCodec } from './oggCodec'
import { readOggStream, type OggStream } from './oggHeaders'
import { holdsWholePacket, oggPackets } from './oggPackets'
import { lastOggPage, oggPages } from './oggPages'
import type { PacketDecoder } from './packetDecoder'

/** Positions may differ from what packets hold by this much without anything being lost: muxers round. */
const tolerableSeconds = 0.1
/** The thriftiest encoders spend several bytes on a second of silence. */
const leastBytesPerSecond = 1
const closeEnoughBytes = 4096
const fillSamples = 32_768

interface OggLink {
  readonly stream: OggStream
  readonly codec: OggCodec
}

/**
 * Ogg Vorbis and Opus. Pages and packets are read here and by their positions: a damaged page becomes silence, so that
 * what follows stays at its time, and any page can be the first. Streams that follow each other in a file (a radio's
 * titles) are decoded one after the other while rate and channels stay the same.
 */
export async function oggSource(file: AudioFile, start: number, format: 'ogg-vorbis' | 'opus'): Promise<AudioSource> {
  const openLink = async (position: number): Promise<OggLink | null> => {
    const stream = await readOggStream(file, position, oggCodec.isHeader[format])
    const codec = stream && oggCodec.of(format, stream.headers)
    return codec && plausibleShape(codec.sampleRateHz, codec.channelCount) ? { stream, codec } : null
  }
  const first = await openLink(start)
  if (!first) {
    throw new CepstraError('AUDIO_DAMAGED', `${file.name} has a damaged Ogg header. Copy or export it again.`)
  }
  const { sampleRateHz, channelCount, skippedSamples, settlingSamples } = first.codec
  const last = await lastOggPage(file)
  const isChain = last !== null && last.serial !== first.stream.serial
  const warnings: string[] = []
  const seconds = (samples: number): string => (samples / sampleRateHz).toFixed(2)
  let decoder: PacketDecoder | null = null
  let entry: EntryPoint | null = null
  const origin = await findOrigin(file, first)
  const promisedSeconds =
    last && !isChain ? Math.max(0, last.granule - skippedSamples - origin) / sampleRateHz : Infinity

  /** The sound of one stream, `before` samples into the file; returns its length and the page of the one after. */
  async function* linkBlocks(
    link: OggLink,
    before: number,
  ): AsyncGenerator<ChannelBlock, { samples: number; next: number | null }> {
    const { stream, codec } = link
    if (stream.soundStart >= file.size) return { samples: 0, next: null }
    const begin = (link === first ? origin : 0) + codec.skippedSamples
    const from = link === first ? entry : null
    const notes = damageNotes(file.name, sampleRateHz, warnings)
    let next: number | null = null
    // Where the next sample stands, counted like the positions of pages.
    let clock = from?.sample ?? begin - codec.skippedSamples
    let isEntry = from !== null
    let isBegun = isEntry
    let isAfterFailure = false
    // How far positions have jumped without being believed.
    let jump = 0
    decoder = await codec.decoder()
    const packetsFrom = from?.position ?? stream.soundStart
    for await (const part of oggPackets(file, packetsFrom, stream.serial, (page) => (next = page.position))) {
      const { page, packets } = part
      const isAfterLoss = (part.isAfterLoss || isAfterFailure) && !isEntry
      if (isAfterLoss) {
        freeDecoder(decoder)
        decoder = await codec.decoder()
        isAfterFailure = false
      }
      let channels: ChannelBlock = []
      try {
        channels = decoder.decode(packets)
      } catch {
        isAfterFailure = true
      }
      let length = channels[0]?.length ?? 0
      if (isEntry) {
        // This page only sets the decoder going; it ends at the position that was promised.
        isEntry = false
        continue
      }
      if (page.granule >= 0 && !page.isLast) {
        let gap = page.granule - jump - length - clock
        if (Math.abs(gap) > longestGapSeconds * sampleRateHz) {
          notes.jumped(before + Math.max(0, clock - begin), gap)
          jump += gap
          gap = 0
        }
        if (!isBegun && gap < 0) {
          channels = channels.map((samples) => samples.subarray(-gap))
          length += gap
        } else if (gap > (isAfterLoss || isAfterFailure ? 0 : tolerableSeconds * sampleRateHz)) {
          notes.silent(before + Math.max(0, clock - begin), gap)
          for (let filled = Math.max(0, begin - clock); filled < gap; filled += fillSamples) {
            yield [new Float32Array(Math.min(fillSamples, gap - filled))]
          }
          clock += gap
        }
        isBegun = true
      }
      if (page.isLast && page.granule >= 0) length = Math.max(0, Math.min(length, page.granule - jump - clock))
      const skipped = Math.max(0, Math.min(length, begin - clock))
      clock += length
      if (length > skipped) yield channels.map((samples) => samples.subarray(skipped, length))
    }
    freeDecoder(decoder)
    decoder = null
    return { samples: Math.max(0, clock - begin), next }
  }

  async function* blocks(): AsyncGenerator<ChannelBlock> {
    let total = 0
    for (let link: OggLink | null = first; link;) {
      const { samples, next }: { samples: number; next: number | null } = yield* linkBlocks(link, total)
      total += samples
      link = next === null ? null : await openLink(next)
      if (next !== null && (link?.codec.sampleRateHz !== sampleRateHz || link.codec.channelCount !== channelCount)) {
        warnings.push(`${file.name} changes to sound of another kind at ${seconds(total)} s; that was left out.`)
        return
      }
    }
    if (!last?.isLast) {
      warnings.push(`${file.name} is truncated: its stream has no end; it stops at ${seconds(total)} s.`)
      return
    }
    if (!isChain && promisedSeconds - total / sampleRateHz > 0.02) {
      const promised = promisedSeconds.toFixed(2)
      warnings.push(`${file.name} is damaged: of ${promised} s only ${seconds(total)} s could be decoded.`)
    }
  }

  async function pageAfter(position: number): Promise<EntryPoint | null> {
    for await (const page of oggPages(file, position)) {
      const isOurs = page.serial === first!.stream.serial && page.granule >= 0 && !page.isFirst
      if (isOurs && holdsWholePacket(page)) return { position: page.position, sample: page.granule }
    }
    return null
  }

  return {
    format,
    codec: format === 'opus' ? 'Opus' : 'Vorbis',
    bits: null,
    sampleRateHz,
    channelCount,
    durationSeconds: promisedSeconds <= file.size / leastBytesPerSecond ? promisedSeconds : null,
    warnings,
    async seek(sample) {
      if (isChain) return 0
      const begin = origin + skippedSamples
      const beginning = { position: first.stream.soundStart, sample: begin }
      const wanted = sample + begin - settlingSamples
      const found = await findEntryPoint(beginning, file.size, wanted, closeEnoughBytes, pageAfter)
      entry = found === beginning || found.sample < begin ? null : found
      return entry ? entry.sample - begin : 0
    },
    blocks,
    async close() {
      freeDecoder(decoder)
      decoder = null
    },
  }
}

/** The position at which the sound of a stream begins, past 0 in a piece cut out of a longer one. */
async function findOrigin(file: AudioFile, { stream, codec }: OggLink): Promise<number> {
  const first = await firstWithPosition(file, stream)
  if (!first || first.page.isLast || first.page.granule === 0) return 0
  const decoder = await codec.decoder()
  try {
    const [samples] = decoder.decode(first.packets)
    return Math.max(0, first.page.granule - (samples?.length ?? 0))
  } catch {
    return 0
  } finally {
    freeDecoder(decoder)
  }
}

async function firstWithPosition(file: AudioFile, stream: OggStream) {
  const packets: Uint8Array[] = []
  for await (const part of oggPackets(file, stream.soundStart, stream.serial)) {
    packets.push(...part.packets)
    if (part.page.granule >= 0) return { page: part.page, packets }
  }
  return null
}
