import { opusDecoder, readOpusHead } from './opusDecoder'
import type { PacketDecoder } from './packetDecoder'
import { vorbisDecoder } from './vorbisDecoder'

/** How the sound of one Ogg stream is written. */
export interface OggCodec {
  readonly sampleRateHz: number
  readonly channelCount: number
  /** Samples at the beginning that positions count but that are not part of the sound. */
  readonly skippedSamples: number
  /** What a decoder that begins in the middle has to have decoded before its samples are right. */
  readonly settlingSamples: number
  decoder(): Promise<PacketDecoder>
}

/**
 * Opus predicts from what it decoded before, and RFC 7845 section 4.6 asks for 80 ms of it at least. After a second the
 * transform (CELT) has forgotten where it began, and the predictor (SILK), which rounds in integers, nearly so.
 */
const opusSettling = 48_000

function opusCodec(headers: readonly Uint8Array[]): OggCodec | null {
  const head = headers.length > 0 ? readOpusHead(headers[0]) : null
  return (
    head && {
      sampleRateHz: 48_000,
      channelCount: head.channelCount,
      skippedSamples: head.preSkip,
      settlingSamples: opusSettling,
      decoder: () => opusDecoder(head),
    }
  )
}

function vorbisCodec(headers: readonly Uint8Array[]): OggCodec | null {
  if (headers.length === 0 || headers[0].length < 30) return null
  const view = new DataView(headers[0].buffer, headers[0].byteOffset, headers[0].length)
  return {
    sampleRateHz: view.getUint32(12, true),
    channelCount: headers[0][11],
    skippedSamples: 0,
    // A page of packets, which is what decoding begins with anyway, is enough: each block leans on the one before.
    settlingSamples: 0,
    decoder: () => vorbisDecoder(headers),
  }
}

/** What the codecs of Ogg differ in: which packets are headers, and what they say. */
export const oggCodec = {
  isHeader: {
    opus: (_packet: Uint8Array, index: number) => index < 2,
    // The type of a packet stands in its first byte; those of headers are odd.
    'ogg-vorbis': (packet: Uint8Array, index: number) => index < 3 && (packet[0] & 1) === 1,
  },
  /** Null where the headers are cut or say what cannot be decoded. */
  of(format: 'ogg-vorbis' | 'opus', headers: readonly Uint8Array[]): OggCodec | null {
    return format === 'opus' ? opusCodec(headers) : vorbisCodec(headers)
  },
}
