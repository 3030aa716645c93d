import type { AudioFile } from './audioFile'

export interface FlacFrame {
  readonly bytes: Uint8Array
  /** Of the first byte in the file. */
  readonly position: number
  readonly firstSample: number
  readonly sampleCount: number
}

export interface FlacFrameHeader {
  readonly firstSample: number
  readonly sampleCount: number
}

const readBytes = 65_536
/** The longest header: 4 fixed bytes, 7 of number, 2 of block size, 2 of rate, 1 of check sum. */
const longestHeader = 16

// The check sums of FLAC: x^8 + x^2 + x + 1 over the header, x^16 + x^15 + x^2 + 1 over the frame.
const crc8Table = crcTable(8, 0x07)
const crc16Table = crcTable(16, 0x8005)

/**
 * The frames whose check sums are right, in the order of the file, from byte `start` on. `blockSize` is the stream's
 * own for numbered frames, `longestFrame` a bound in bytes. Damaged stretches are passed over; a gap between
 * `firstSample + sampleCount` and the next `firstSample` tells of them.
 */
export async function* flacFrames(
  file: AudioFile,
  start: number,
  blockSize: number,
  longestFrame: number,
): AsyncGenerator<FlacFrame> {
  let position = start
  let pending: Buffer = Buffer.alloc(0)
  let pendingAt = start
  let header: FlacFrameHeader | null = null
  // `header` stands at pending[0]; the bytes before `scan` are in `crc`.
  let scan = 0
  let crc = 0
  for (let isLast = false; !isLast;) {
    const more = await file.read(position, readBytes)
    position += more.length
    isLast = more.length === 0
    pending = pending.length > 0 ? Buffer.concat([pending, more]) : more
    const end = isLast ? pending.length : pending.length - longestHeader
    let at = 0
    while (scan < end) {
      const limit = header ? Math.min(end, at + longestFrame + 1) : end
      if (scan < limit && pending[scan] !== 0xff) {
        ;({ scan, crc } = passOver(pending, scan, limit, crc))
        continue
      }
      const next = readFlacHeader(pending, scan, blockSize)
      const follows = next !== null && header !== null && next.firstSample === header.firstSample + header.sampleCount
      if (header && next && crc === 0 && scan > at) {
        yield { ...header, position: pendingAt + at, bytes: Uint8Array.from(pending.subarray(at, scan)) }
      }
      // The header that follows in number ends a frame whose check sum is wrong too.
      if (next && (!header || crc === 0 || follows)) {
        header = next
        at = scan
        crc = 0
      } else if (header && scan - at > longestFrame) {
        // No end in sight: the header was an accident, or the frame is damaged. The search goes on behind it.
        header = null
        scan = at
      }
      crc = crc16Table[(crc >> 8) ^ pending[scan]] ^ ((crc << 8) & 0xffff)
      scan++
    }
    if (isLast && header && crc === 0 && scan > at) {
      yield { ...header, position: pendingAt + at, bytes: Uint8Array.from(pending.subarray(at, scan)) }
    }
    const kept = header ? at : scan
    pending = pending.subarray(kept)
    pendingAt += kept
    scan -= kept
  }
}

/**
 * Goes on from `scan` to the next byte that could begin a header, or to `limit`, and takes what it passes into the check
 * sum. A function of its own, since inside an async generator the loop takes many times as long.
 */
function passOver(bytes: Uint8Array, scan: number, limit: number, crc: number): { scan: number; crc: number } {
  while (scan < limit && bytes[scan] !== 0xff) {
    crc = crc16Table[(crc >> 8) ^ bytes[scan]] ^ ((crc << 8) & 0xffff)
    scan++
  }
  return { scan, crc }
}

/** The header of the frame that begins at `at`, or null where none does. `blockSize` is that of numbered frames. */
export function readFlacHeader(bytes: Uint8Array, at: number, blockSize: number): FlacFrameHeader | null {
  if (bytes[at] !== 0xff || (bytes[at + 1] & 0xfe) !== 0xf8 || at + 6 > bytes.length) return null
  const sizeCode = bytes[at + 2] >> 4
  const rateCode = bytes[at + 2] & 15
  if (sizeCode === 0 || rateCode === 15 || bytes[at + 3] >> 4 > 10 || bytes[at + 3] & 1) return null
  // The number is written like UTF-8, up to 36 bits long.
  const lead = bytes[at + 4]
  const following = lead < 0x80 ? 0 : Math.clz32(~(lead << 24)) - 1
  if (lead === 0xff || (lead >= 0x80 && following < 1)) return null
  let number = following === 0 ? lead : lead & (0x3f >> following)
  for (let i = 1; i <= following; i++) number = number * 64 + (bytes[at + 4 + i] & 0x3f)
  let end = at + 5 + following
  let sampleCount = sizeCode === 1 ? 192 : sizeCode <= 5 ? 576 << (sizeCode - 2) : 256 << (sizeCode - 8)
  if (sizeCode === 6) sampleCount = bytes[end] + 1
  if (sizeCode === 7) sampleCount = bytes[end] * 256 + bytes[end + 1] + 1
  end += sizeCode === 6 ? 1 : sizeCode === 7 ? 2 : 0
  end += rateCode === 12 ? 1 : rateCode > 12 ? 2 : 0
  if (end >= bytes.length) return null
  let crc = 0
  for (let i = at; i < end; i++) crc = crc8Table[crc ^ bytes[i]]
  if (crc !== bytes[end]) return null
  const isNumberedBySample = (bytes[at + 1] & 1) === 1
  return { firstSample: isNumberedBySample ? number : number * blockSize, sampleCount }
}

function crcTable(bits: 8 | 16, polynomial: number): Uint16Array {
  const top = 1 << (bits - 1)
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let value = byte << (bits - 8)
    for (let i = 0; i < 8; i++) value = value & top ? (value << 1) ^ polynomial : value << 1
    return value & (2 * top - 1)
  })
}
