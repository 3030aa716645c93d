/** Bytes [from, to) of a file. */
interface Stretch {
  readonly from: number
  readonly to: number
}

/** The Ogg pages of a file that consists of nothing else, as their headers tell their lengths; else none. */
export function oggPages(bytes: Buffer): Stretch[] {
  const pages: Stretch[] = []
  for (let from = 0; from < bytes.length;) {
    const to = pageEnd(bytes, from)
    if (to === null) return pages
    pages.push({ from, to })
    from = to
  }
  return pages
}

function pageEnd(bytes: Buffer, at: number): number | null {
  if (bytes.toString('latin1', at, at + 4) !== 'OggS' || at + 27 > bytes.length) return null
  const body = at + 27 + bytes[at + 26]
  if (body > bytes.length) return null
  const end = bytes.subarray(at + 27, body).reduce((total, length) => total + length, body)
  return end <= bytes.length ? end : null
}

const oggTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24
  for (let i = 0; i < 8; i++) value = value & 0x8000_0000 ? (value << 1) ^ 0x04c1_1db7 : value << 1
  return value >>> 0
})

/** Writes the right checksum (RFC 3533) into each page that can be told, wherever it stands. */
export function mendOggPages(bytes: Buffer): boolean {
  let mended = false
  for (let at = bytes.indexOf('OggS', 0, 'latin1'); at >= 0; at = bytes.indexOf('OggS', at + 4, 'latin1')) {
    const end = pageEnd(bytes, at)
    if (end === null) continue
    bytes.writeUInt32LE(0, at + 22)
    let sum = 0
    for (let i = at; i < end; i++) sum = ((sum << 8) ^ oggTable[((sum >>> 24) ^ bytes[i]) & 255]) >>> 0
    bytes.writeUInt32LE(sum, at + 22)
    mended = true
  }
  return mended
}

/** Sync code, reserved bit 0, and a channel assignment and sample size that exist. */
function isFlacFrameStart(bytes: Buffer, at: number): boolean {
  return (
    bytes[at] === 0xff &&
    (bytes[at + 1] & 0xfe) === 0xf8 &&
    bytes[at + 2] >> 4 !== 0 &&
    (bytes[at + 2] & 15) !== 15 &&
    bytes[at + 3] >> 4 <= 10 &&
    (bytes[at + 3] & 1) === 0
  )
}

/**
 * Flips bits within one frame of a FLAC file (native or in Ogg), in its header or behind, and writes the checksums that
 * belong to the frame then, so that a decoder gets to see them. Null where no frame is found.
 */
export function mutateFlacFrame(bytes: Buffer, below: (limit: number) => number): Stretch | null {
  const starts: number[] = []
  for (let at = 0; at + 4 < bytes.length; at++) if (isFlacFrameStart(bytes, at)) starts.push(at)
  const frames: Stretch[] = []
  for (const from of starts) {
    const to = [...starts.filter((at) => at > from + 16), bytes.length].find((end) => crc16(bytes, from, end) === 0)
    if (to !== undefined && to - from > 24) frames.push({ from, to })
  }
  if (frames.length === 0) return null
  const frame = frames[below(frames.length)]
  const { from, to } = frame
  if (below(2) === 0) {
    // What follows the sync code: sizes, rate, channels, and the number of the frame.
    for (let i = 1 + below(3); i > 0; i--) bytes[from + 2 + below(4)] ^= 1 << below(8)
    const end = flacHeaderEnd(bytes, from)
    bytes[end] = crc8(bytes, from, end)
  } else {
    const room = to - 2 - (from + longestFlacHeader)
    for (let i = 1 + below(8); i > 0; i--) bytes[from + longestFlacHeader + below(room)] ^= 1 << below(8)
  }
  bytes.writeUInt16BE(crc16(bytes, from, to - 2), to - 2)
  return frame
}

const longestFlacHeader = 16

/** Where the checksum of a frame's header stands: behind its number, written like UTF-8, and what codes put there. */
function flacHeaderEnd(bytes: Buffer, from: number): number {
  const sizeCode = bytes[from + 2] >> 4
  const rateCode = bytes[from + 2] & 15
  const lead = bytes[from + 4]
  const following = lead < 0x80 ? 0 : Math.min(6, Math.max(0, Math.clz32(~(lead << 24)) - 1))
  const sizeBytes = sizeCode === 6 ? 1 : sizeCode === 7 ? 2 : 0
  const rateBytes = rateCode === 12 ? 1 : rateCode > 12 ? 2 : 0
  return from + 5 + following + sizeBytes + rateBytes
}

function crc8(bytes: Buffer, from: number, to: number): number {
  let sum = 0
  for (let i = from; i < to; i++) {
    sum ^= bytes[i]
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x80 ? ((sum << 1) ^ 0x07) & 255 : sum << 1
  }
  return sum
}

const flacTable = Uint16Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 8
  for (let i = 0; i < 8; i++) value = value & 0x8000 ? (value << 1) ^ 0x8005 : value << 1
  return value & 0xffff
})

function crc16(bytes: Buffer, from: number, to: number): number {
  let sum = 0
  for (let i = from; i < to; i++) sum = flacTable[(sum >> 8) ^ bytes[i]] ^ ((sum << 8) & 0xffff)
  return sum
}

/** The checksums of a FLAC frame's header and of the whole frame, over bytes [from, to). */
export const flacChecksums = { header: crc8, frame: crc16 }
