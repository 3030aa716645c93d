/** The header of one MPEG audio frame (layers I to III), ISO 11172-3 and 13818-3. */
export interface MpegFrame {
  /** Version and layer: "MPEG-1 layer III". */
  readonly codec: string
  readonly sampleRateHz: number
  readonly channelCount: number
  readonly samplesPerFrame: number
  readonly frameBytes: number
  /** Version, layer and rate: they stay the same through a stream. */
  readonly kind: number
  /** From the first byte of the frame to the main data, where a Xing or Info tag stands (layer III). */
  readonly sideEnd: number
}

const ratesHz = [44_100, 48_000, 32_000]
const kilobits: Readonly<Record<string, readonly number[]>> = {
  '1-1': [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  '1-2': [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  '1-3': [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  '2-1': [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  '2-2': [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  '2-3': [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
}

/** The frame that begins at `at`, or null. Free-format bit rates are not read: their frames have no known length. */
export function readMpegFrame(bytes: Uint8Array, at: number): MpegFrame | null {
  if (at + 4 > bytes.length || bytes[at] !== 0xff || (bytes[at + 1] & 0xe0) !== 0xe0) return null
  const isMono = bytes[at + 3] >> 6 === 3 ? 1 : 0
  return framesByHeader[((bytes[at + 1] & 0x1e) << 7) | (bytes[at + 2] & 0xfe) | isMono]
}

// Looked up, since finding a place in a long recording reads a header for every 26 ms of it. 12 bits tell all headers
// apart: version, layer, bit rate, sample rate, padding, and whether the stream is mono.
const framesByHeader: readonly (MpegFrame | null)[] = Array.from({ length: 4096 }, (_, header) => describe(header))

function describe(header: number): MpegFrame | null {
  const versionBits = header >> 10
  const layer = 4 - ((header >> 8) & 3)
  const bitrateIndex = (header >> 4) & 15
  const rateIndex = (header >> 2) & 3
  if (versionBits === 1 || layer === 4 || bitrateIndex === 0 || bitrateIndex === 15 || rateIndex === 3) return null
  const isFirstVersion = versionBits === 3
  const sampleRateHz = ratesHz[rateIndex] / (isFirstVersion ? 1 : versionBits === 2 ? 2 : 4)
  const bitsPerSecond = kilobits[`${isFirstVersion ? 1 : 2}-${layer}`][bitrateIndex - 1] * 1000
  const padding = (header >> 1) & 1
  const samplesPerFrame = layer === 1 ? 384 : layer === 3 && !isFirstVersion ? 576 : 1152
  const slotBytes = layer === 1 ? 4 : 1
  const frameBytes =
    (Math.floor((samplesPerFrame * bitsPerSecond) / (8 * sampleRateHz * slotBytes)) + padding) * slotBytes
  const channelCount = header & 1 ? 1 : 2
  const sideBytes = isFirstVersion ? (channelCount === 1 ? 17 : 32) : channelCount === 1 ? 9 : 17
  // Version and layer as they stand in the second byte, and the rate behind them.
  const kind = (header >> 8) * 8 + rateIndex
  const codec = `MPEG-${isFirstVersion ? '1' : versionBits === 2 ? '2' : '2.5'} layer ${'I'.repeat(layer)}`
  return { codec, sampleRateHz, channelCount, samplesPerFrame, frameBytes, kind, sideEnd: 4 + sideBytes }
}

/**
 * Where an MPEG stream begins within the first `within` bytes, or null. A sync pattern is only 11 bits long, so one
 * header proves nothing: at the start two that agree are asked for, further in three. `total` is the number of bytes
 * up to the end of the file: a lone frame that fills the file is a stream too.
 */
export function findMpegStart(bytes: Uint8Array, within: number, total: number): number | null {
  for (let at = 0; at < Math.min(within, bytes.length - 3); at++) {
    if (bytes[at] !== 0xff) continue
    const first = readMpegFrame(bytes, at)
    if (!first) continue
    const second = readMpegFrame(bytes, at + first.frameBytes)
    if (at === 0 && !second && total - first.frameBytes >= 0 && total - first.frameBytes < 4) return 0
    if (second?.kind !== first.kind) continue
    if (at === 0) return 0
    const third = readMpegFrame(bytes, at + first.frameBytes + second.frameBytes)
    if (third?.kind === first.kind) return at
  }
  return null
}
