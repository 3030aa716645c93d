import type { AudioFile } from './audioFile'
import { oggPages, type OggPage } from './oggPages'

/** The packets that end in one page. */
export interface OggPackets {
  readonly page: OggPage
  readonly packets: readonly Uint8Array[]
  /** Packets between these and those before are missing: pages were damaged or cut out. */
  readonly isAfterLoss: boolean
}

/**
 * The packets of the stream `serial` from the page at byte `start` on, page by page. A packet whose beginning or middle
 * is missing is left out. Ends before the first page of a stream that follows, which `onNext` is told of.
 */
export async function* oggPackets(
  file: AudioFile,
  start: number,
  serial: number,
  onNext?: (page: OggPage) => void,
): AsyncGenerator<OggPackets> {
  let parts: Uint8Array[] | null = null
  let sequence: number | null = null
  let isBegun = false
  for await (const page of oggPages(file, start)) {
    // Streams that run side by side all begin before the first of them goes on.
    if (page.isFirst && isBegun) {
      onNext?.(page)
      return
    }
    if (page.serial !== serial) continue
    if (!page.isFirst) isBegun = true
    const isAfterLoss = sequence !== null && page.sequence !== (sequence + 1) >>> 0
    sequence = page.sequence
    if (isAfterLoss || !page.isContinued) parts = page.isContinued ? null : []
    const packets: Uint8Array[] = []
    let at = 0
    for (const length of page.lacing) {
      parts?.push(page.body.subarray(at, at + length))
      at += length
      if (length === 255) continue
      if (parts) packets.push(joined(parts))
      parts = []
    }
    yield { page, packets, isAfterLoss }
  }
}

/** Whether a packet both begins and ends within the page. */
export function holdsWholePacket(page: OggPage): boolean {
  const ends = page.lacing.reduce((count, length) => count + (length < 255 ? 1 : 0), 0)
  return ends > (page.isContinued ? 1 : 0)
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
