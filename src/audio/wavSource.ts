import { CepstraError } from '../cepstraError'
import type { AudioFile } from './audioFile'
import type { AudioSource } from './audioSource'
import { readWaveFormat, type WaveFormat } from './waveFormat'
import { waveSound } from './waveSound'

/** A "data" chunk: where its bytes begin and how many its header promises. */
interface DataChunk {
  readonly start: number
  readonly bytes: number
}

// Recorders that write to a pipe do not know the length and leave 0, 2^32 - 1, or a value close under 2^31.
const streamedAbove = 0x7fff_0000
/** The size in the chunk's own 32 bits when the true one stands in the "ds64" chunk (EBU Tech 3306). */
const seeDs64 = 0xffff_ffff

const headBytes = 256

/** WAV, and RF64 or BW64 with its sizes of 64 bits; what a chunk holds is `waveSound`'s part. */
export async function wavSource(file: AudioFile): Promise<AudioSource> {
  // Nearly always everything before the sound.
  const head = await file.read(0, headBytes)
  const read = async (at: number, length: number): Promise<Buffer> =>
    at + length <= head.length ? head.subarray(at, at + length) : file.read(at, length)
  const isLongForm = head.toString('latin1', 0, 4) !== 'RIFF'
  let format: WaveFormat | null = null
  let longDataBytes: number | null = null
  let data: DataChunk | null = null
  for (let at = 12; at + 8 <= file.size && !(data && format);) {
    const chunk = await read(at, 8)
    if (chunk.length < 8) break
    const id = chunk.toString('latin1', 0, 4)
    let size = chunk.readUInt32LE(4)
    if (id === 'fmt ') format = readWaveFormat(await read(at + 8, Math.min(size, 4096)), file.name)
    if (id === 'ds64') {
      const sizes = await read(at + 8, 16)
      if (sizes.length === 16) longDataBytes = Number(sizes.readBigUInt64LE(8))
    }
    if (id === 'data') {
      if (isLongForm && size === seeDs64 && longDataBytes !== null) size = longDataBytes
      data = { start: at + 8, bytes: size }
    }
    at += 8 + size + (size & 1)
  }
  if (!format) {
    throw new CepstraError(
      'AUDIO_DAMAGED',
      `${file.name} begins like a WAV file but its "fmt " chunk is missing or cut. Copy or export it again.`,
    )
  }
  if (!data) {
    throw new CepstraError(
      'AUDIO_EMPTY',
      `${file.name} is a WAV file without a "data" chunk: it holds no sound. Copy or record it again.`,
    )
  }
  return waveSound(file, 'wav', format, data.start, await promisedBytes(file, data))
}

/** The size of the sound as the header says it; Infinity where it does not know. */
async function promisedBytes(file: AudioFile, data: DataChunk): Promise<number> {
  const present = file.size - data.start
  // More than 4 GB written as plain WAV: the size in the header has lost what does not fit into 32 bits.
  if (present - data.bytes >= 2 ** 32 && (present - data.bytes) % 2 ** 32 < 2 ** 20) return present
  if (data.bytes >= streamedAbove && data.bytes <= seeDs64 && data.bytes > present) return Infinity
  // An RF64 recorder that was stopped by force leaves 2^63 or more, which no disk holds.
  if (data.bytes > Number.MAX_SAFE_INTEGER) return Infinity
  if (data.bytes !== 0) return data.bytes
  // A data chunk of 0 bytes that another chunk follows is truly empty; what else follows is a streamed recording.
  const next = await file.read(data.start, 8)
  if (next.length < 8) return next.length > 0 ? Infinity : 0
  const looksLikeChunk = /^[A-Za-z0-9 _]{4}$/.test(next.toString('latin1', 0, 4))
  return looksLikeChunk && data.start + 8 + next.readUInt32LE(4) <= file.size ? 0 : Infinity
}
