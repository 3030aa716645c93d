import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { openAudio } from '../../src/audio/openAudio'
import { encodeWav } from '../../src/audio/wav'
import { encode, missingTool, type Encoding } from './encodings'
import { scratchFolder } from './scratchFolder'
import { correlation, speech, speechRateHz } from './speech'
import { largestDifference } from './tone'

const scratch = scratchFolder()

const kept: readonly Encoding[] = [
  { file: 'speech.flac', tool: 'flac', format: 'flac' },
  { file: 'speech.oga', tool: 'ffmpeg', format: 'ogg-flac', args: ['-c:a', 'flac', '-f', 'ogg'] },
  { file: 'speech.ogg', tool: 'oggenc', format: 'ogg-vorbis' },
  { file: 'speech.opus', tool: 'opusenc', format: 'opus', args: ['--bitrate', '64'] },
]
const mp3: Encoding = { file: 'speech.mp3', tool: 'lame', format: 'mp3', args: ['-b', '64'] }

describe('damage in a longer recording', () => {
  let wav = ''

  beforeAll(async () => {
    wav = join(scratch.path, 'speech.wav')
    writeFileSync(wav, encodeWav(await speech('angus', [1, 2, 3, 4]), speechRateHz))
  })

  const encoded = (encoding: Encoding, skip: (condition: boolean, note: string) => void): string => {
    const missing = missingTool(encoding)
    skip(missing !== null, missing ?? '')
    return encode(encoding, wav, scratch.path)
  }

  test.for(kept)(
    'in the middle of $file becomes silence, told in seconds, and the rest stays at its time',
    async (...on) => {
      const [encoding, { skip }] = on
      const path = encoded(encoding, skip)
      const whole = await decodeAudio(path)
      const bytes = readFileSync(path)
      bytes.fill(0x55, bytes.length >> 1, (bytes.length >> 1) + 200)
      const broken = await decodeAudio(scratch.write(`broken-${encoding.file}`, bytes))
      expect(broken.samples.length).toBe(whole.samples.length)
      const told = /damaged at (\d+\.\d\d) s: (\d+\.\d\d) s there could not be decoded and are silent/.exec(
        broken.warnings.join(' '),
      )
      const [from, length] = [Number(told?.[1]), Number(told?.[2])]
      expect(length).toBeGreaterThan(0)
      expect(length).toBeLessThan(3)
      const rate = whole.sampleRateHz
      const [first, end] = [Math.floor(from * rate), Math.ceil((from + length) * rate)]
      expect(broken.samples.subarray(first + rate / 20, end - rate / 20).every((sample) => sample === 0)).toBe(true)
      expect(largestDifference(broken.samples, whole.samples, 0, first - rate / 5)).toBe(0)
      const after = end + rate / 5
      expect(correlation(broken.samples.subarray(after), whole.samples.subarray(after))).toBeGreaterThan(0.9999)
    },
  )

  test.for(kept)('of $file is no matter to a stretch behind it', async (encoding, { skip }) => {
    const path = encoded(encoding, skip)
    const bytes = readFileSync(path)
    bytes.fill(0x55, bytes.length >> 1, (bytes.length >> 1) + 200)
    const broken = scratch.write(`broken-${encoding.file}`, bytes)
    const whole = await decodeAudio(broken)
    const startSeconds = whole.samples.length / whole.sampleRateHz - 2
    const part = await decodeAudio(broken, { startSeconds })
    const expected = whole.samples.subarray(whole.samples.length - part.samples.length)
    expect(part.samples.length).toBeGreaterThan(1.9 * whole.sampleRateHz)
    expect(correlation(part.samples, expected)).toBeGreaterThan(0.9999)
  })

  test('in the middle of an MP3 is passed over, told in seconds, and a stretch behind it is that of the whole', async ({
    skip,
  }) => {
    const path = encoded(mp3, skip)
    const bytes = readFileSync(path)
    bytes.fill(0x55, bytes.length >> 1, (bytes.length >> 1) + 1000)
    const broken = scratch.write('broken.mp3', bytes)
    const whole = await decodeAudio(broken)
    expect(whole.warnings.join(' ')).toMatch(/damaged at \d+\.\d\d s: \d+ bytes there are no MPEG frames/)
    const length = whole.samples.length / whole.sampleRateHz
    const part = await decodeAudio(broken, { startSeconds: length - 2, lengthSeconds: 1 })
    const first = Math.round((length - 2) * whole.sampleRateHz)
    const expected = whole.samples.subarray(first, first + whole.sampleRateHz)
    expect(correlation(part.samples, expected)).toBeGreaterThan(0.999999)
  })

  test('streams that follow each other in an Ogg file are heard one after the other', async ({ skip }) => {
    for (const encoding of kept.slice(2)) {
      const first = readFileSync(encoded(encoding, skip))
      // Encoded again, it has another number, as the titles of a radio have.
      const second = readFileSync(encoded({ ...encoding, file: `second-${encoding.file}` }, skip))
      const path = scratch.write(`both-${encoding.file}`, Buffer.concat([first, second]))
      const one = await decodeAudio(join(scratch.path, encoding.file))
      const both = await decodeAudio(path)
      expect(both.warnings).toEqual([])
      expect(both.samples.length).toBe(2 * one.samples.length)
      const again = both.samples.subarray(one.samples.length)
      expect(correlation(again, one.samples)).toBeGreaterThan(0.9999)
      const stream = await openAudio(path)
      await stream.close()
      expect(stream.durationSeconds).toBeNull()
    }
  })
})
