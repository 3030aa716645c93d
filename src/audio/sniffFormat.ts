import { CepstraError } from '../cepstraError'
import type { AudioFile } from './audioFile'
import { findMpegStart } from './mpegFrame'

export type AudioFormat =
  'wav' | 'w64' | 'flac' | 'mp3' | 'ogg-vorbis' | 'opus' | 'ogg-flac' | 'aiff' | 'au' | 'sphere' | 'm4a' | 'aac'

export interface SniffedFormat {
  readonly format: AudioFormat
  /** Where the format's own first byte stands: behind ID3v2 tags, which people also put before FLAC, AAC and WAV. */
  readonly start: number
}

const sniffBytes = 65_536
/** Sun's mark and DEC's variant of it, each as a machine of either byte order writes it. */
export const auMarks: ReadonlyMap<string, 'big' | 'little'> = new Map([
  ['.snd', 'big'],
  ['dns.', 'little'],
  ['.sd\0', 'big'],
  ['\0ds.', 'little'],
])
/** The GUID that a Sony Wave64 file begins with, its first four bytes the letters "riff". */
const wave64Riff = '726966662e91cf11a5d628db04c10000'

/** What the first bytes are, whatever the file is named. Throws AUDIO_UNKNOWN_FORMAT and tells what they look like. */
export async function sniffFormat(file: AudioFile): Promise<SniffedFormat> {
  const start = await skipId3(file)
  // What most files begin with is told by few bytes.
  const first = await file.read(start, 12)
  if (isWav(first)) return { format: 'wav', start }
  const bytes = await file.read(start, sniffBytes)
  const tag = (at: number, length = 4): string => bytes.toString('latin1', at, at + length)
  const head = tag(0)
  if (head === 'FORM' && (tag(8) === 'AIFF' || tag(8) === 'AIFC')) return { format: 'aiff', start }
  if (auMarks.has(head)) return { format: 'au', start }
  if (tag(0, 8) === 'NIST_1A\n') return { format: 'sphere', start }
  if (bytes.toString('hex', 0, 16) === wave64Riff) return { format: 'w64', start }
  if (head === 'fLaC') return { format: 'flac', start }
  if (tag(4) === 'ftyp') return { format: 'm4a', start }
  if (head === 'OggS' && bytes.length > 28) {
    const packet = 27 + bytes[26]
    if (tag(packet, 7) === '\x01vorbis') return { format: 'ogg-vorbis', start }
    if (tag(packet, 8) === 'OpusHead') return { format: 'opus', start }
    if (tag(packet, 5) === '\x7fFLAC') return { format: 'ogg-flac', start }
  }
  if (isAdts(bytes)) return { format: 'aac', start }
  const mpeg = findMpegStart(bytes, start > 0 ? bytes.length : 4096, file.size - start)
  if (mpeg !== null) return { format: 'mp3', start: start + mpeg }
  throw new CepstraError(
    'AUDIO_UNKNOWN_FORMAT',
    `${file.name} is in no known sound format: ${describe(bytes)}. ` +
      'Cepstra reads WAV, FLAC, MP3, Ogg Vorbis, Opus, AIFF, AU and NIST SPHERE, and M4A or AAC through ffmpeg; ' +
      'convert it to one of them.',
  )
}

function isWav(first: Buffer): boolean {
  const head = first.toString('latin1', 0, 4)
  return (head === 'RIFF' || head === 'RF64' || head === 'BW64') && first.toString('latin1', 8, 12) === 'WAVE'
}

async function skipId3(file: AudioFile): Promise<number> {
  let start = 0
  // Some taggers put a second tag before the first; more than a few is not a file that anybody made.
  for (let tags = 0; tags < 8; tags++) {
    const head = await file.read(start, 10)
    if (head.length < 10 || head.toString('latin1', 0, 3) !== 'ID3') break
    const sizeBytes = head.subarray(6, 10)
    if (sizeBytes.some((byte) => byte > 127)) break
    const size = sizeBytes.reduce((total, byte) => total * 128 + byte, 0)
    const footer = head[5] & 0x10 ? 10 : 0
    start += 10 + size + footer
  }
  return start
}

function isAdts(bytes: Buffer): boolean {
  const frameBytes = (at: number): number => {
    const isSync = at + 7 <= bytes.length && bytes[at] === 0xff && (bytes[at + 1] & 0xf6) === 0xf0
    return isSync ? ((bytes[at + 3] & 3) << 11) | (bytes[at + 4] << 3) | (bytes[at + 5] >> 5) : 0
  }
  const first = frameBytes(0)
  return first >= 7 && frameBytes(first) >= 7
}

const familiar: readonly (readonly [string, string])[] = [
  ['PK\x03\x04', 'a ZIP archive'],
  ['%PDF', 'a PDF document'],
  ['\x89PNG', 'a PNG image'],
  ['\xff\xd8\xff', 'a JPEG image'],
  ['GIF8', 'a GIF image'],
  ['\x1aE\xdf\xa3', 'a Matroska or WebM video'],
  ['0&\xb2u', 'Windows Media'],
  ['caff', 'an Apple Core Audio file'],
  ['#!AMR', 'an AMR recording'],
  ['RIFX', 'a big-endian RIFF file'],
  ['RIFF', 'a RIFF file that is not WAV'],
  ['OggS', 'an Ogg file without Vorbis, Opus or FLAC'],
  ['SQLite', 'an SQLite database'],
  ['\x1f\x8b', 'a gzip archive'],
]

function describe(bytes: Buffer): string {
  if (bytes.length === 0) return 'nothing follows its ID3 tag'
  const hex = [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
  const known = familiar.find(([magic]) => bytes.toString('latin1', 0, magic.length) === magic)
  if (known) return `it looks like ${known[1]} (first bytes ${hex})`
  const sample = bytes.subarray(0, 512)
  if (sample.every((byte) => byte === 0)) return `it begins with zeros (first bytes ${hex})`
  const printable = sample.filter((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127))
  if (printable.length === sample.length) return `it looks like text (first bytes ${hex})`
  return `its first bytes are ${hex}`
}
