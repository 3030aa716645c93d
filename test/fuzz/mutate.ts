import { seededRandom, type Random } from '../../src/mixture/random'
import { mendOggPages, mutateFlacFrame, oggPages } from './checksums'
import { ballot, type Seed } from './corpus'

/** A mutant and how it came about, in words. */
export interface Mutant {
  readonly seed: string
  readonly bytes: Buffer
  readonly story: readonly string[]
}

/** A place in the bytes and how many: [from, to). */
interface Stretch {
  readonly from: number
  readonly to: number
}

interface Draw {
  /** A whole number in [0, below). */
  below(limit: number): number
  oneOf<T>(values: readonly T[]): T
}

interface Surgery {
  readonly draw: Draw
  readonly seeds: readonly Seed[]
}

type Operation = (bytes: Buffer, surgery: Surgery) => { bytes: Buffer; story: string } | null

const headerBytes = 256
const extremes = [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff]
const chunkNames = [
  ...['fmt ', 'data', 'ds64', 'LIST', 'fact', 'RIFF', 'RF64', 'WAVE', 'FORM', 'COMM', 'SSND', 'AIFC', '.snd'],
  ...['fLaC', 'OggS', 'OpusHead', 'OpusTags', 'vorbis', 'ID3', 'Xing', 'Info', 'LAME', 'TAG', 'NIST_1A', 'sample_'],
  ...['ftyp', 'moov', 'mdat', 'trak', 'stsz', 'stco', 'stsd', 'mp4a', 'esds', 'moof', 'riff', 'wave'],
]

const operations: readonly Operation[] = [
  flipBits,
  fillRun,
  cutShort,
  splice,
  writeExtreme,
  lieAboutSize,
  swapStretches,
  repeatStretch,
  shufflePages,
  writeText,
  breakFlacFrame,
]

/**
 * Mutant number `index` of the series `seed`: the same bytes for the same corpus, always. One to four operations on
 * one file, or on the seam of two.
 */
export function mutant(seeds: readonly Seed[], seed: number, index: number): Mutant {
  const draw = drawFrom(seededRandom((Math.imul(seed, 0x9e37_79b1) ^ Math.imul(index + 1, 0x85eb_ca6b)) >>> 0))
  const original = seeds[draw.oneOf(ballot(seeds))]
  let bytes: Buffer = Buffer.from(original.bytes)
  const story: string[] = []
  for (let left = 1 + draw.below(4); left > 0;) {
    const done = draw.oneOf(operations)(bytes, { draw, seeds })
    // An operation that this file offers nothing for gives way to another.
    if (!done) continue
    bytes = done.bytes
    story.push(done.story)
    left--
  }
  // Behind a wrong checksum a decoder sees nothing of what was changed, so half of the pages get right ones.
  if (draw.below(2) === 0 && mendOggPages(bytes)) story.push('mended the checksums of its pages')
  return { seed: original.name, bytes, story }
}

function drawFrom(random: Random): Draw {
  const below = (limit: number): number => random.index(Math.max(1, limit))
  return { below, oneOf: (values) => values[below(values.length)] }
}

/** Half of all places are drawn from the header, where few bytes decide much. */
function place({ draw }: Surgery, size: number): number {
  return draw.below(draw.below(2) === 0 ? Math.min(headerBytes, size) : size)
}

/** Short stretches are as likely as long ones. */
function stretch({ draw }: Surgery, size: number): Stretch {
  const length = Math.min(size, 1 + draw.below(2 ** (1 + draw.below(13))))
  const from = draw.below(size - length + 1)
  return { from, to: from + length }
}

function flipBits(bytes: Buffer, surgery: Surgery) {
  if (bytes.length === 0) return null
  const count = 1 + surgery.draw.below(16)
  for (let i = 0; i < count; i++) bytes[place(surgery, bytes.length)] ^= 1 << surgery.draw.below(8)
  return { bytes, story: `flipped ${count} bits` }
}

function fillRun(bytes: Buffer, surgery: Surgery) {
  if (bytes.length === 0) return null
  const at = place(surgery, bytes.length)
  const end = Math.min(bytes.length, at + 2 ** surgery.draw.below(12))
  const value = surgery.draw.oneOf([0, 0, 0xff, 0xff, 0x7f, 0x80, 0x55, null])
  for (let i = at; i < end; i++) bytes[i] = value ?? surgery.draw.below(256)
  return { bytes, story: `filled ${at} to ${end} with ${value ?? 'random bytes'}` }
}

function cutShort(bytes: Buffer, surgery: Surgery) {
  const kept = place(surgery, bytes.length + 1)
  return { bytes: bytes.subarray(0, kept), story: `cut to ${kept} bytes` }
}

function splice(bytes: Buffer, surgery: Surgery) {
  const other = surgery.draw.below(2) === 0 ? bytes : surgery.draw.oneOf(surgery.seeds).bytes
  if (other.length === 0) return null
  const part = stretch(surgery, other.length)
  const at = place(surgery, bytes.length + 1)
  const replaced = surgery.draw.below(2) === 0 ? part.to - part.from : 0
  const joined = Buffer.concat([
    bytes.subarray(0, at),
    other.subarray(part.from, part.to),
    bytes.subarray(Math.min(bytes.length, at + replaced)),
  ])
  return { bytes: joined, story: `put ${part.to - part.from} foreign bytes at ${at}` }
}

function writeExtreme(bytes: Buffer, surgery: Surgery) {
  const at = place(surgery, bytes.length)
  return extremeAt(bytes, at, surgery)
}

function extremeAt(bytes: Buffer, at: number, { draw }: Surgery) {
  const width = draw.oneOf([1, 2, 2, 4, 4, 4, 8])
  if (at < 0 || at + width > bytes.length) return null
  const value = draw.oneOf(extremes)
  const isBigEndian = draw.below(2) === 0
  const number = Buffer.alloc(8)
  number.writeBigUInt64BE(width === 8 && draw.below(2) === 0 ? BigInt(value) << 32n : BigInt(value))
  const cut = number.subarray(8 - width)
  if (!isBigEndian) cut.reverse()
  cut.copy(bytes, at)
  return { bytes, story: `wrote ${value} in ${width} bytes at ${at}` }
}

/** The number beside a chunk's name: behind it in RIFF, before it in MPEG-4, a field further on elsewhere. */
function lieAboutSize(bytes: Buffer, surgery: Surgery) {
  const { draw } = surgery
  const name = draw.oneOf(chunkNames.filter((candidate) => bytes.includes(candidate, 0, 'latin1')).concat(''))
  const found: number[] = []
  if (name === '') return null
  for (let at = bytes.indexOf(name, 0, 'latin1'); at >= 0; at = bytes.indexOf(name, at + 1, 'latin1')) found.push(at)
  const at = draw.oneOf(found)
  const field = draw.oneOf([at - 4, at + name.length, at + name.length, at + name.length + draw.below(32)])
  const done = extremeAt(bytes, field, surgery)
  return done && { bytes: done.bytes, story: `${done.story}, near "${name}"` }
}

function swapStretches(bytes: Buffer, surgery: Surgery) {
  if (bytes.length < 2) return null
  const length = Math.min(bytes.length >> 1, 2 ** surgery.draw.below(12))
  const first = surgery.draw.below(bytes.length - 2 * length + 1)
  const second = first + length + surgery.draw.below(bytes.length - first - 2 * length + 1)
  const kept = Buffer.from(bytes.subarray(first, first + length))
  bytes.copy(bytes, first, second, second + length)
  kept.copy(bytes, second)
  return { bytes, story: `swapped ${length} bytes at ${first} and ${second}` }
}

function repeatStretch(bytes: Buffer, surgery: Surgery) {
  if (bytes.length === 0) return null
  const { from, to } = stretch(surgery, bytes.length)
  const times = 1 + surgery.draw.below(2 ** surgery.draw.below(6))
  const repeated = Array<Buffer>(times).fill(bytes.subarray(from, to))
  const joined = Buffer.concat([bytes.subarray(0, to), ...repeated, bytes.subarray(to)])
  return { bytes: joined, story: `repeated ${from} to ${to} ${times} times` }
}

/** Ogg pages twice, missing, or in another order. */
function shufflePages(bytes: Buffer, { draw }: Surgery) {
  const pages = oggPages(bytes)
  if (pages.length < 2) return null
  const parts = pages.map(({ from, to }) => bytes.subarray(from, to))
  const at = draw.below(parts.length)
  const other = draw.below(parts.length)
  const story = draw.oneOf(['repeated', 'dropped', 'swapped', 'moved'] as const)
  if (story === 'repeated') parts.splice(at, 0, parts[at])
  if (story === 'dropped') parts.splice(at, 1)
  if (story === 'swapped') [parts[at], parts[other]] = [parts[other], parts[at]]
  if (story === 'moved') parts.splice(other, 0, ...parts.splice(at, 1))
  return { bytes: Buffer.concat(parts), story: `${story} page ${at} (${other})` }
}

/** Headers and tags in text: numbers that are too long, negative, no numbers. */
function writeText(bytes: Buffer, surgery: Surgery) {
  const { draw } = surgery
  const digits: number[] = []
  for (let i = 0; i < Math.min(bytes.length, 2048); i++) if (bytes[i] >= 48 && bytes[i] <= 57) digits.push(i)
  if (digits.length === 0) return null
  const at = draw.oneOf(digits)
  const text = draw.oneOf(['9', '-1', '99999999999999999999', '0', '1e9', 'x', '\0', ' ', '\n', '18446744073709551616'])
  bytes.write(text, at, 'latin1')
  return { bytes, story: `wrote ${JSON.stringify(text)} at ${at}` }
}

function breakFlacFrame(bytes: Buffer, { draw }: Surgery) {
  const frame = mutateFlacFrame(bytes, draw.below)
  return frame && { bytes, story: `broke the FLAC frame at ${frame.from} under a right checksum` }
}
