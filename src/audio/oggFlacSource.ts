import { CepstraError } from '../cepstraError'
import type { AudioFile } from './audioFile'
import type { AudioSource } from './audioSource'
import { findEntryPoint, type EntryPoint } from './entryPoint'
import { readFlacHeader, type FlacFrame } from './flacFrames'
import { flacStream } from './flacStream'
import { readFlacStreamInfo } from './flacStreamInfo'
import { readOggStream } from './oggHeaders'
import { holdsWholePacket, oggPackets } from './oggPackets'
import { lastOggPage, oggPages } from './oggPages'

/** Before "fLaC" in the first packet: a mark, the version, and how many packets of metadata follow. */
const prefixBytes = 9
const closeEnoughBytes = 4096

/** FLAC in Ogg: each packet is a frame, and pages tell where they stand. */
export async function oggFlacSource(file: AudioFile, start: number): Promise<AudioSource> {
  const stream = await readOggStream(file, start, (packet, index) => index === 0 || packet[0] !== 0xff)
  const info =
    stream && stream.headers.length > 0
      ? readFlacStreamInfo(Buffer.from(stream.headers[0].subarray(prefixBytes)))
      : null
  if (!stream || !info) {
    throw new CepstraError('AUDIO_DAMAGED', `${file.name} has a damaged Ogg header. Copy or export it again.`)
  }
  const { serial, soundStart } = stream
  const last = await lastOggPage(file)

  async function* frames(position: number): AsyncGenerator<FlacFrame> {
    for await (const { page, packets } of oggPackets(file, position, serial)) {
      for (const bytes of packets) {
        const header = readFlacHeader(bytes, 0, info!.blockSize)
        if (header) yield { ...header, position: page.position, bytes }
      }
    }
  }

  async function pageAfter(position: number): Promise<EntryPoint | null> {
    for await (const page of oggPages(file, position)) {
      const isSound = page.serial === serial && page.granule > 0
      if (isSound && holdsWholePacket(page)) return { position: page.position, sample: page.granule }
    }
    return null
  }

  return flacStream({
    name: file.name,
    format: 'ogg-flac',
    info,
    promisedSamples: info.sampleCount || Math.max(0, last?.granule ?? 0),
    hasEnd: last?.isLast ?? false,
    frames: (from) => frames(from?.position ?? soundStart),
    async find(sample) {
      const beginning = { position: soundStart, sample: 0 }
      const page = await findEntryPoint(beginning, file.size, sample, closeEnoughBytes, pageAfter)
      for await (const frame of frames(page.position)) return { position: page.position, sample: frame.firstSample }
      return null
    },
  })
}
