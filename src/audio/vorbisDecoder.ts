import { decoder as createDecoder } from '@audio/decode-vorbis'
import type { PacketDecoder } from './packetDecoder'

const longestLacing = 255
/** "\x03vorbis", no vendor, no tags: real comments may hold megabytes of pictures that the decoder does not need. */
const emptyComment = Uint8Array.from([3, ...Buffer.from('vorbis'), 0, 0, 0, 0, 0, 0, 0, 0, 1])

/**
 * Decodes Vorbis packets. @audio/decode-vorbis takes pages only, so packets are laced into pages of our own, without
 * positions and without an end: it then trims nothing. `headers` are the three that the stream begins with.
 */
export async function vorbisDecoder(headers: readonly Uint8Array[]): Promise<PacketDecoder> {
  const decoder = await createDecoder()
  let sequence = 0
  const pagesOf = (packets: readonly Uint8Array[]): Buffer[] => {
    const lacing: number[] = []
    for (const { length } of packets) {
      for (let rest = length; rest >= 255; rest -= 255) lacing.push(255)
      lacing.push(length % 255)
    }
    const bytes = Buffer.concat(packets)
    const pages: Buffer[] = []
    let at = 0
    for (let first = 0; first < Math.max(1, lacing.length); first += longestLacing) {
      const table = lacing.slice(first, first + longestLacing)
      const size = table.reduce((total, length) => total + length, 0)
      const isContinued = first > 0 && lacing[first - 1] === 255
      pages.push(pageHead(sequence++, isContinued, table), bytes.subarray(at, at + size))
      at += size
    }
    return pages
  }
  decoder.decode(Buffer.concat([...pagesOf([headers[0]]), ...pagesOf([emptyComment, headers[2]])]))
  return {
    decode(packets) {
      // A page is decoded when the head of the one behind it is seen, and a head only with a byte after it: two empty
      // pages make the decoder answer at once.
      const pages = [...pagesOf(packets), ...pagesOf([]), ...pagesOf([])]
      return decoder.decode(Buffer.concat(pages)).channelData
    },
    free: () => decoder.free(),
  }
}

/** The decoder does not look at the check sum, so none is written. */
function pageHead(sequence: number, isContinued: boolean, lacing: readonly number[]): Buffer {
  const head = Buffer.alloc(27 + lacing.length)
  head.write('OggS', 'latin1')
  head[5] = (isContinued ? 1 : 0) | (sequence === 0 ? 2 : 0)
  head.writeUInt32LE(1, 14)
  head.writeUInt32LE(sequence, 18)
  head[26] = lacing.length
  head.set(lacing, 27)
  return head
}
