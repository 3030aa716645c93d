/** How one sample is written. Integers of 8 bits are unsigned in WAV ('u8') and signed in AIFF ('s8'). */
export type PcmEncoding = 'u8' | 's8' | 's16' | 's24' | 's32' | 'f32' | 'f64' | 'alaw' | 'ulaw'

const widths: Readonly<Record<PcmEncoding, number>> = {
  u8: 1,
  s8: 1,
  s16: 2,
  s24: 3,
  s32: 4,
  f32: 4,
  f64: 8,
  alaw: 1,
  ulaw: 1,
}

export function bytesPerSample(encoding: PcmEncoding): number {
  return widths[encoding]
}

// The expansions of ITU-T G.711, on the 16-bit scale.
const alawValues = Float32Array.from({ length: 256 }, (_, code) => {
  const bits = code ^ 0x55
  const segment = (bits >> 4) & 7
  const mantissa = ((bits & 15) << 4) + 8
  const magnitude = segment === 0 ? mantissa : (mantissa + 256) << (segment - 1)
  return (bits & 0x80 ? magnitude : -magnitude) / 32768
})

const ulawValues = Float32Array.from({ length: 256 }, (_, code) => {
  const bits = ~code & 0xff
  const magnitude = ((((bits & 15) << 3) + 132) << ((bits >> 4) & 7)) - 132
  return (bits & 0x80 ? -magnitude : magnitude) / 32768
})

/**
 * Interleaved samples to one array a channel. Integers are divided by 2^(bits - 1), like sox and libsndfile do, so that
 * negative and positive steps are equally tall. `bytes` must begin at byte offset 0 of its buffer, holds whole
 * frames, and is overwritten where its byte order has to be turned.
 */
export function decodePcm(
  bytes: Buffer,
  encoding: PcmEncoding,
  channelCount: number,
  bigEndian: boolean,
): Float32Array[] {
  const width = widths[encoding]
  const count = Math.floor(bytes.length / (width * channelCount))
  const numbers = count * channelCount
  if (bigEndian && encoding !== 's24') {
    if (width === 2) bytes.swap16()
    if (width === 4) bytes.swap32()
    if (width === 8) bytes.swap64()
  }
  switch (encoding) {
    case 'u8':
      return spread(bytes, count, channelCount, 1 / 128, -128)
    case 's8':
      return spread(new Int8Array(bytes.buffer, 0, numbers), count, channelCount, 1 / 128, 0)
    case 's16':
      return spread(new Int16Array(bytes.buffer, 0, numbers), count, channelCount, 1 / 32768, 0)
    case 's24':
      return spread(widen24(bytes, numbers, bigEndian), count, channelCount, 2 ** -31, 0)
    case 's32':
      return spread(new Int32Array(bytes.buffer, 0, numbers), count, channelCount, 2 ** -31, 0)
    case 'f32':
      return spread(new Float32Array(bytes.buffer, 0, numbers), count, channelCount, 1, 0)
    case 'f64':
      return spread(new Float64Array(bytes.buffer, 0, numbers), count, channelCount, 1, 0)
    case 'alaw':
    case 'ulaw': {
      const values = encoding === 'alaw' ? alawValues : ulawValues
      return spread(
        Float32Array.from(bytes, (code) => values[code]),
        count,
        channelCount,
        1,
        0,
      )
    }
  }
}

function widen24(bytes: Buffer, numbers: number, bigEndian: boolean): Int32Array {
  const wide = new Int32Array(numbers)
  const [low, high] = bigEndian ? [2, 0] : [0, 2]
  for (let i = 0, at = 0; i < numbers; i++, at += 3) {
    wide[i] = (bytes[at + high] << 24) | (bytes[at + 1] << 16) | (bytes[at + low] << 8)
  }
  return wide
}

function spread(
  values: ArrayLike<number>,
  count: number,
  channelCount: number,
  scale: number,
  offset: number,
): Float32Array[] {
  const channels: Float32Array[] = []
  for (let channel = 0; channel < channelCount; channel++) {
    const samples = new Float32Array(count)
    for (let i = 0, at = channel; i < count; i++, at += channelCount) samples[i] = (values[at] + offset) * scale
    channels.push(samples)
  }
  return channels
}
