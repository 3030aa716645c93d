import type { MpegFrame } from './mpegFrame'

/** What the Xing or Info tag tells, which stands in a frame of its own before the sound. */
export interface MpegInfoTag {
  /** Frames that follow; Infinity where the encoder left it open. */
  readonly frameCount: number
  /** Samples that a decoder delivers before the sound begins: what the encoder put there and its own delay. */
  readonly skippedSamples: number
  /** Samples at the end of the last frames that are not part of the sound. */
  readonly paddedSamples: number
}

/** A decoder of layer III answers this much later than its input: 528 samples in the transform and 1 in the filters. */
const decoderDelay = 529

/** The tag within `head`, the bytes of the file from its first frame on; null where that frame is sound. */
export function readMpegInfoTag(head: Buffer, first: MpegFrame): MpegInfoTag | null {
  let at = first.sideEnd
  const tag = head.toString('latin1', at, at + 4)
  if ((tag !== 'Xing' && tag !== 'Info') || at + 12 > head.length) return null
  const flags = head.readUInt32BE(at + 4)
  if (!(flags & 1)) return null
  const frameCount = head.readUInt32BE(at + 8) || Infinity
  at += 8 + 4 + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0)
  // The encoder's name, 9 bytes; without one there are no delays.
  const hasDelays = at + 24 <= head.length && at + 24 <= first.frameBytes && head[at] !== 0
  if (!hasDelays) return { frameCount, skippedSamples: 0, paddedSamples: 0 }
  const delays = head.readUIntBE(at + 21, 3)
  return {
    frameCount,
    skippedSamples: (delays >> 12) + decoderDelay,
    paddedSamples: Math.max(0, (delays & 0xfff) - decoderDelay),
  }
}
