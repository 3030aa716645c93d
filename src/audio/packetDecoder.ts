import type { ChannelBlock } from './audioSource'

/** Turns the packets of an Ogg stream into sound, in order. */
export interface PacketDecoder {
  /** What these packets add, none or empty channels where they add nothing. */
  decode(packets: readonly Uint8Array[]): ChannelBlock
  free(): void
}
