import type { AudioFile } from './audioFile'
import { oggPackets } from './oggPackets'
import { oggPages, type OggPage } from './oggPages'

/** One logical stream of an Ogg file: its headers, and where its sound begins. */
export interface OggStream {
  readonly serial: number
  /** The packets before the sound, the codec's own header first; fewer than the codec has where the file ends. */
  readonly headers: readonly Uint8Array[]
  /** The first page behind the headers. */
  readonly soundStart: number
}

/** The stream that begins with the page at `start`; null where that page is damaged. */
export async function readOggStream(
  file: AudioFile,
  start: number,
  isHeader: (packet: Uint8Array, index: number) => boolean,
): Promise<OggStream | null> {
  let first: OggPage | null = null
  for await (const page of oggPages(file, start)) {
    first = page
    break
  }
  if (!first || first.position !== start) return null
  const headers: Uint8Array[] = []
  for await (const { page, packets } of oggPackets(file, start, first.serial)) {
    for (const packet of packets) {
      // The headers end with their page, so the sound begins with this one.
      if (!isHeader(packet, headers.length)) return { serial: first.serial, headers, soundStart: page.position }
      headers.push(packet)
    }
  }
  return { serial: first.serial, headers, soundStart: file.size }
}
