import { plausibleShape } from './audioSource'

/** What the STREAMINFO block of a FLAC stream tells. */
export interface FlacStreamInfo {
  readonly sampleRateHz: number
  readonly channelCount: number
  readonly bits: number
  /** Of each channel; 0 where the encoder did not know. */
  readonly sampleCount: number
  /** Of all frames but the last, in samples, where frames are numbered. */
  readonly blockSize: number
  /** A bound in bytes. */
  readonly longestFrame: number
  /** A whole stream without a frame: "fLaC" and this block as the only one of its metadata. */
  readonly head: Uint8Array
}

const streamInfoBytes = 34

/** `bytes` begin with "fLaC". Null where the block is missing, cut, or says what no encoder writes. */
export function readFlacStreamInfo(bytes: Buffer): FlacStreamInfo | null {
  if (bytes.length < 8 + streamInfoBytes || (bytes[4] & 127) !== 0 || bytes.readUIntBE(5, 3) < streamInfoBytes) {
    return null
  }
  const packed = bytes.readUIntBE(18, 3)
  const sampleRateHz = packed >> 4
  const channelCount = ((packed >> 1) & 7) + 1
  if (!plausibleShape(sampleRateHz, channelCount)) return null
  const blockSize = bytes.readUInt16BE(10)
  const head = Buffer.from(bytes.subarray(0, 8 + streamInfoBytes))
  head[4] = 0x80
  head.writeUIntBE(streamInfoBytes, 5, 3)
  return {
    sampleRateHz,
    channelCount,
    bits: ((bytes.readUInt16BE(20) >> 4) & 31) + 1,
    sampleCount: (bytes[21] & 15) * 2 ** 32 + bytes.readUInt32BE(22),
    blockSize,
    longestFrame: bytes.readUIntBE(15, 3) || Math.max(16_384, blockSize * channelCount * 5),
    head: Uint8Array.from(head),
  }
}
