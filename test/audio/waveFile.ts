export type WaveEncoding = 'u8' | 's16' | 's24' | 's32' | 'f32' | 'f64'

export interface WaveFileOptions {
  readonly encoding?: WaveEncoding
  readonly extensible?: boolean
  readonly channelCount?: number
  readonly sampleRateHz?: number
  /** What the header says instead of the true size. */
  readonly dataBytes?: number
  /** Chunks between "fmt " and "data". */
  readonly between?: readonly (readonly [id: string, body: Buffer])[]
  readonly after?: readonly (readonly [id: string, body: Buffer])[]
}

const bits: Readonly<Record<WaveEncoding, number>> = { u8: 8, s16: 16, s24: 24, s32: 32, f32: 32, f64: 64 }

/** A WAV file written independently of the decoder; `samples` are interleaved. */
export function waveFile(samples: ArrayLike<number>, options: WaveFileOptions = {}): Buffer {
  const { encoding = 's16', extensible = false, channelCount = 1, sampleRateHz = 8000 } = options
  const width = bits[encoding] / 8
  const tag = encoding.startsWith('f') ? 3 : 1
  const format = Buffer.alloc(extensible ? 40 : 16)
  format.writeUInt16LE(extensible ? 0xfffe : tag, 0)
  format.writeUInt16LE(channelCount, 2)
  format.writeUInt32LE(sampleRateHz, 4)
  format.writeUInt32LE(sampleRateHz * width * channelCount, 8)
  format.writeUInt16LE(width * channelCount, 12)
  format.writeUInt16LE(bits[encoding], 14)
  if (extensible) {
    format.writeUInt16LE(22, 16)
    format.writeUInt16LE(bits[encoding], 18)
    Buffer.from(`${tag.toString(16).padStart(2, '0')}00000000001000800000aa00389b71`, 'hex').copy(format, 24)
  }
  const data = Buffer.alloc(samples.length * width)
  for (let i = 0; i < samples.length; i++) writeSample(data, i * width, samples[i], encoding)
  const body = Buffer.concat([
    Buffer.from('WAVE'),
    chunk('fmt ', format),
    ...(options.between ?? []).map(([id, bytes]) => chunk(id, bytes)),
    chunk('data', data, options.dataBytes),
    ...(options.after ?? []).map(([id, bytes]) => chunk(id, bytes)),
  ])
  return chunk('RIFF', body)
}

function chunk(id: string, body: Buffer, size = body.length): Buffer {
  const head = Buffer.alloc(8)
  head.write(id, 'latin1')
  head.writeUInt32LE(size, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length & 1)])
}

function writeSample(data: Buffer, at: number, value: number, encoding: WaveEncoding): void {
  const integer = (half: number): number => Math.max(-half, Math.min(half - 1, Math.round(value * half)))
  if (encoding === 'u8') data.writeUInt8(integer(128) + 128, at)
  if (encoding === 's16') data.writeInt16LE(integer(32_768), at)
  if (encoding === 's24') data.writeIntLE(integer(2 ** 23), at, 3)
  if (encoding === 's32') data.writeInt32LE(integer(2 ** 31), at)
  if (encoding === 'f32') data.writeFloatLE(value, at)
  if (encoding === 'f64') data.writeDoubleLE(value, at)
}
