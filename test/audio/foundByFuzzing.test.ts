import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { openAudio } from '../../src/audio/openAudio'
import { mendOggPages, oggPages } from '../fuzz/checksums'
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
