import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { readFlacHeader } from '../../src/audio/flacFrames'
import { openAudio } from '../../src/audio/openAudio'
import { readAudioFacts } from '../../src/audio/readAudioFacts'
import { flacChecksums, mendOggPages, oggPages } from '../fuzz/checksums'
import { scratchFolder } from './scratchFolder'

const scratch = scratchFolder()
const fixture = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'fixtures', name))

/** An Ogg file whose page `index` says that it ends `by` samples later than it does, its checksum right. */
function withWrongPosition(name: string, index: number, by: bigint): string {
  const bytes = fixture(name)
  const page = oggPages(bytes)[index]
  bytes.writeBigInt64LE(bytes.readBigInt64LE(page.from + 6) + by, page.from + 6)
  mendOggPages(bytes)
  return scratch.write(name, bytes)
}

describe('an Ogg page at an absurd position', () => {
  test.each(['stereo.opus', 'stereo-vorbis.ogg'])('fills no hours of %s with silence', async (name) => {
    const whole = await decodeAudio(scratch.write(`whole-${name}`, fixture(name)))
    for (const by of [2n ** 31n, 2n ** 52n]) {
      const { samples, warnings } = await decodeAudio(withWrongPosition(name, 4, by))
      expect(samples).toEqual(whole.samples)
      expect(warnings.join(' ')).toMatch(/damaged at 0\.\d\d s: its positions jump by \d+ s there/)
    }
  })

  test('at the end is no duration that anybody has to believe', async () => {
    const pageCount = oggPages(fixture('stereo.opus')).length
    const path = withWrongPosition('stereo.opus', pageCount - 1, 2n ** 52n)
    const audio = await openAudio(path)
    expect(audio.durationSeconds).toBeNull()
    await audio.close()
    expect((await decodeAudio(path)).samples.length).toBeGreaterThan(20_000)
  })
})

/** A FLAC file without a promised length whose frame `index` has another number, its checksums right. */
function withWrongNumber(name: string, index: number, number: number): string {
  const bytes = fixture(name)
  bytes[21] &= 0xf0
  bytes.fill(0, 22, 26)
  const starts: number[] = []
  for (let at = 42; at < bytes.length; at++) if (readFlacHeader(bytes, at, 4096)) starts.push(at)
  const from = starts[index]
  const to = starts[index + 1] ?? bytes.length
  // Six bytes hold 31 bits; the frames of the fixtures have their numbers in one.
  const lead = 0xfc | Math.floor(number / 64 ** 5)
  const coded = [4, 3, 2, 1, 0].map((place) => 0x80 | (Math.floor(number / 64 ** place) & 0x3f))
  const headerEnd = Array.from({ length: 12 }, (_, i) => from + 5 + i).find(
    (end) => flacChecksums.header(bytes, from, end) === bytes[end],
  )
  const header = Buffer.from([
    ...bytes.subarray(from, from + 4),
    lead,
    ...coded,
    ...bytes.subarray(from + 5, headerEnd),
  ])
  const body = bytes.subarray((headerEnd ?? 0) + 1, to - 2)
  const frame = Buffer.concat([header, Buffer.from([flacChecksums.header(header, 0, header.length)]), body])
  const sum = Buffer.alloc(2)
  sum.writeUInt16BE(flacChecksums.frame(frame, 0, frame.length))
  return scratch.write(name, Buffer.concat([bytes.subarray(0, from), frame, sum, bytes.subarray(to)]))
}

describe('a FLAC frame with an absurd number', () => {
  test('fills no days with silence, and what follows it is there', async () => {
    const whole = await decodeAudio(scratch.write('whole.flac', fixture('stereo.flac')))
    const late = await decodeAudio(withWrongNumber('stereo.flac', 1, 2 ** 30))
    expect(late.samples).toEqual(whole.samples)
    expect(late.warnings.join(' ')).toMatch(/damaged at 0\.\d\d s: its positions jump by \d+ s there/)
    // The decoder itself makes nothing of a first frame like this.
    const early = await decodeAudio(withWrongNumber('stereo.flac', 0, 2 ** 30))
    expect(early.samples).toEqual(whole.samples.subarray(-early.samples.length))
    expect(early.samples.length).toBeGreaterThan(3000)
  })
})

test('a Vorbis stream without its third header is damaged, whoever asks', async () => {
  const bytes = fixture('stereo-vorbis.ogg')
  // A page whose checksum is wrong is no page, and this one holds the tables of the decoder.
  bytes[bytes.indexOf('\x05vorbis', 0, 'latin1') + 100] ^= 1
  const path = scratch.write('headless.ogg', bytes)
  await expect(openAudio(path)).rejects.toMatchObject({ code: 'AUDIO_DAMAGED' })
  await expect(readAudioFacts(path)).rejects.toMatchObject({ code: 'AUDIO_DAMAGED' })
})
