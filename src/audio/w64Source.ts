import { CepstraError } from '../cepstraError'
import type { AudioFile } from './audioFile'
import type { AudioSource } from './audioSource'
import { readWaveFormat, type WaveFormat } from './waveFormat'
import { waveSound } from './waveSound'

/** The name of a chunk: four letters, then the rest of a GUID that is the same for all but the first. */
const guidEnd = 'f3acd3118cd100c04f8edb8a'
const headBytes = 24
/** Of the GUID "riff", the size of the file, and the GUID "wave". */
const fileHeadBytes = 40

/** Sony Wave64: WAV with names of 16 bytes, sizes of 64 bits that count the chunk's own head, and steps of 8 bytes. */
export async function w64Source(file: AudioFile): Promise<AudioSource> {
  let format: WaveFormat | null = null
  let data: { start: number; bytes: number } | null = null
  for (let at = fileHeadBytes; !(data && format);) {
    const head = await file.read(at, headBytes)
    if (head.length < headBytes) break
    const id = head.toString('hex', 4, 16) === guidEnd ? head.toString('latin1', 0, 4) : ''
    const size = Number(head.readBigUInt64LE(16))
    if (id === 'fmt ') format = readWaveFormat(await file.read(at + headBytes, Math.min(size, 4096)), file.name)
    // A recording that went to a pipe has no size, or one that no disk holds.
    if (id === 'data') {
      const isOpen = size <= headBytes || size > Number.MAX_SAFE_INTEGER
      data = { start: at + headBytes, bytes: isOpen ? Infinity : size - headBytes }
    }
    if (size < headBytes) break
    at += Math.ceil(size / 8) * 8
  }
  if (!format) {
    throw new CepstraError(
      'AUDIO_DAMAGED',
      `${file.name} begins like a Wave64 file but its "fmt " chunk is missing or cut. Copy or export it again.`,
    )
  }
  if (!data) {
    throw new CepstraError(
      'AUDIO_EMPTY',
      `${file.name} is a Wave64 file without a "data" chunk: it holds no sound. Copy or record it again.`,
    )
  }
  return waveSound(file, 'w64', format, data.start, data.bytes)
}
