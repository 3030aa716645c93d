import type { AudioFile } from './audioFile'

/** One page of an Ogg file, RFC 3533, its check sum right. */
export interface OggPage {
  readonly position: number
  readonly serial: number
  readonly sequence: number
  /** The codec's position at the end of the last packet that ends here; -1 where none ends. */
  readonly granule: number
  readonly isContinued: boolean
  readonly isFirst: boolean
  readonly isLast: boolean
  /** Lengths of the segments: a packet goes on through those of 255 bytes and ends with a shorter one. */
  readonly lacing: Uint8Array
  readonly body: Uint8Array
}

const longestPage = 27 + 255 + 255 * 255
const readBytes = 65_536
const mark = Buffer.from('OggS', 'latin1')

/** The whole pages from byte `start` on, of all streams in the file. What is between them is passed over. */
export async function* oggPages(file: AudioFile, start: number): AsyncGenerator<OggPage> {
  let position = start
  let pending: Buffer = Buffer.alloc(0)
  for (;;) {
    const more = await file.read(position + pending.length, readBytes)
    pending = pending.length > 0 ? Buffer.concat([pending, more]) : more
    let at = 0
    for (;;) {
      const next = pending.indexOf(mark, at)
      if (next < 0) {
        at = Math.max(at, pending.length - mark.length + 1)
        break
      }
      at = next
      const size = pageBytes(pending, at)
      if (size === null || at + size > pending.length) break
      const page = readPage(pending, at, size, position + at)
      if (page) yield page
      at += page ? size : 1
    }
    if (more.length === 0) {
      // What looks like a page that the end of the file cuts off may be an accident before one that is whole.
      const next = pending.indexOf(mark, at + 1)
      if (next < 0) return
      at = next
    }
    position += at
    pending = pending.subarray(at)
  }
}

/** The last page that stands whole within `file` and ends a packet, or null. */
export async function lastOggPage(file: AudioFile): Promise<OggPage | null> {
  let last: OggPage | null = null
  for await (const page of oggPages(file, Math.max(0, file.size - 2 * longestPage))) {
    if (page.granule >= 0) last = page
  }
  return last
}

/** The size of the page that begins at `at`, or null while its head is cut. */
function pageBytes(bytes: Buffer, at: number): number | null {
  const table = at + 27
  if (table > bytes.length || table + bytes[at + 26] > bytes.length) return null
  let size = 27 + bytes[at + 26]
  for (let i = 0; i < bytes[at + 26]; i++) size += bytes[table + i]
  return size
}

function readPage(bytes: Buffer, at: number, size: number, position: number): OggPage | null {
  if (bytes[at + 4] !== 0 || bytes.readUInt32LE(at + 22) !== checkSum(bytes, at, size)) return null
  const flags = bytes[at + 5]
  const bodyAt = at + 27 + bytes[at + 26]
  return {
    position,
    serial: bytes.readUInt32LE(at + 14),
    sequence: bytes.readUInt32LE(at + 18),
    granule: Number(bytes.readBigInt64LE(at + 6)),
    isContinued: (flags & 1) !== 0,
    isFirst: (flags & 2) !== 0,
    isLast: (flags & 4) !== 0,
    lacing: bytes.subarray(at + 27, bodyAt),
    body: bytes.subarray(bodyAt, at + size),
  }
}

/** The generator 0x04c11db7, from the top bit down, over the page with zeros in place of the sum. */
const checkTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24
  for (let i = 0; i < 8; i++) value = value & 0x8000_0000 ? (value << 1) ^ 0x04c1_1db7 : value << 1
  return value
})

function checkSum(bytes: Uint8Array, at: number, size: number): number {
  let sum = 0
  for (let i = 0; i < size; i++) {
    const byte = i >= 22 && i < 26 ? 0 : bytes[at + i]
    sum = (sum << 8) ^ checkTable[(sum >>> 24) ^ byte]
  }
  return sum >>> 0
}
