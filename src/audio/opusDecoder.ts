import { createOpusDecoder } from '@audio/decode-opus/core'
import type { PacketDecoder } from './packetDecoder'

/** The header of an Ogg Opus stream, RFC 7845 section 5.1. */
export interface OpusHead {
  readonly channelCount: number
  /** Samples at 48 kHz that the decoder makes before the sound begins. */
  readonly preSkip: number
  /** In decibels, in steps of 1/256. */
  readonly outputGain: number
  readonly streamCount: number
  readonly coupledStreamCount: number
  readonly mapping: readonly number[]
}

/** From Vorbis' order of the channels, left, center, right and so on, to that of WAV, for 3 to 8 of them. */
const waveOrder: Readonly<Record<number, readonly number[]>> = {
  3: [0, 2, 1],
  5: [0, 2, 1, 3, 4],
  6: [0, 2, 1, 5, 3, 4],
  7: [0, 2, 1, 6, 5, 3, 4],
  8: [0, 2, 1, 7, 5, 6, 3, 4],
}

/** Null where the header is cut or its mapping of channels (family 3, with a matrix) is not known. */
export function readOpusHead(packet: Uint8Array): OpusHead | null {
  if (packet.length < 19) return null
  const view = new DataView(packet.buffer, packet.byteOffset, packet.length)
  const channelCount = packet[9]
  const family = packet[18]
  const common = { channelCount, preSkip: view.getUint16(10, true), outputGain: view.getInt16(16, true) }
  if (family === 0) {
    if (channelCount !== 1 && channelCount !== 2) return null
    const mapping = channelCount === 1 ? [0] : [0, 1]
    return { ...common, streamCount: 1, coupledStreamCount: channelCount - 1, mapping }
  }
  if (family === 3 || channelCount < 1 || packet.length < 21 + channelCount) return null
  const mapping = [...packet.subarray(21, 21 + channelCount)]
  const order = family === 1 ? waveOrder[channelCount] : undefined
  return {
    ...common,
    streamCount: packet[19],
    coupledStreamCount: packet[20],
    mapping: order ? order.map((channel) => mapping[channel]) : mapping,
  }
}

/** Decodes at 48 kHz, the rate that the format is defined at. The pre-skip is left in: positions count it. */
export async function opusDecoder(head: OpusHead): Promise<PacketDecoder> {
  const decoder = await createOpusDecoder()
  decoder.configure({
    sampleRate: 48_000,
    channels: head.channelCount,
    streamCount: head.streamCount,
    coupledStreamCount: head.coupledStreamCount,
    channelMappingTable: [...head.mapping],
    preSkip: 0,
    outputGain: head.outputGain,
  })
  return {
    decode: (packets) => decoder.decodeFrames([...packets]).channelData,
    free: () => decoder.free(),
  }
}
