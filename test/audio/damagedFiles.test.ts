import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { isCepstraError } from '../../src/cepstraError'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { openAudio } from '../../src/audio/openAudio'
import { scratchFolder } from './scratchFolder'
import { largestDifference, tone } from './tone'
import { waveFile } from './waveFile'

const scratch = scratchFolder()
const fixture = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'fixtures', name))

function randomBytes(count: number, seed: number): Buffer {
  const bytes = Buffer.alloc(count)
  let state = seed >>> 0
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    bytes[i] = state >>> 24
  }
  return bytes
}

describe('files that are no recordings', () => {
  const wrong: readonly (readonly [string, Buffer | string, string, RegExp])[] = [
    ['empty.wav', '', 'AUDIO_EMPTY', /0 bytes/],
    ['header-only.wav', waveFile([]), 'AUDIO_EMPTY', /data chunk holds 0 bytes/],
    ['no-sound.wav', waveFile([], { after: [['LIST', Buffer.alloc(40)]] }), 'AUDIO_EMPTY', /data chunk holds 0 bytes/],
    ['no-data.wav', waveFile([1]).subarray(0, 36), 'AUDIO_EMPTY', /without a "data" chunk/],
    ['cut-header.wav', waveFile([1]).subarray(0, 14), 'AUDIO_DAMAGED', /"fmt " chunk is missing/],
    ['no-channels.wav', waveFile([1, 2], { channelCount: 0 }), 'AUDIO_DAMAGED', /0 channels/],
    ['no-rate.wav', waveFile([1, 2], { sampleRateHz: 0 }), 'AUDIO_DAMAGED', /at 0 Hz/],
    ['cut.flac', fixture('mono.flac').subarray(0, 30), 'AUDIO_DAMAGED', /damaged FLAC header/],
    ['headless.flac', fixture('mono.flac').subarray(0, 120), 'AUDIO_EMPTY', /0 samples/],
    ['cut.ogg', fixture('stereo-vorbis.ogg').subarray(0, 200), 'AUDIO_EMPTY', /0 samples/],
    ['text.mp3', 'This is a text.\n', 'AUDIO_UNKNOWN_FORMAT', /looks like text \(first bytes 54 68 69 73/],
    ['archive.wav', 'PK\x03\x04 and so on', 'AUDIO_UNKNOWN_FORMAT', /looks like a ZIP archive/],
    ['zeros.wav', Buffer.alloc(1000), 'AUDIO_UNKNOWN_FORMAT', /begins with zeros/],
    ['ones.mp3', Buffer.alloc(9000, 0xff), 'AUDIO_UNKNOWN_FORMAT', /first bytes are ff ff/],
    ['random.mp3', randomBytes(50_000, 7), 'AUDIO_UNKNOWN_FORMAT', /first bytes are/],
    ['one-byte.wav', Buffer.from([1]), 'AUDIO_UNKNOWN_FORMAT', /first bytes are 01/],
  ]

  test.each(wrong)('%s is refused with its own error', async (name, bytes, code, message) => {
    await expect(decodeAudio(scratch.write(name, bytes))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    })
    await expect(decodeAudio(join(scratch.path, name))).rejects.toThrow(name)
  })

  test('a missing file and a folder are told apart', async () => {
    await expect(openAudio(join(scratch.path, 'nowhere.wav'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' })
    const folder = join(scratch.path, 'folder.wav')
    mkdirSync(folder)
    await expect(openAudio(folder)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
  })

  test('options that cannot be met are refused', async () => {
    const path = scratch.write('fine.wav', waveFile([0.5]))
    for (const options of [{ sampleRateHz: 0 }, { sampleRateHz: 16_000.5 }, { channel: 1 }, { channel: -1 }]) {
      await expect(openAudio(path, options)).rejects.toMatchObject({ code: 'OPTIONS_INVALID' })
    }
    await expect(decodeAudio(path, { startSeconds: -1 })).rejects.toMatchObject({ code: 'OPTIONS_INVALID' })
  })

  test('random bytes are never taken for sound', async () => {
    for (let seed = 1; seed <= 200; seed++) {
      const path = scratch.write('random.bin', randomBytes(20_000, seed * 7919))
      await expect(openAudio(path)).rejects.toMatchObject({ code: 'AUDIO_UNKNOWN_FORMAT' })
    }
  })
})

describe('damage', () => {
  test.each(['stereo.flac', 'stereo.mp3', 'stereo-vorbis.ogg', 'stereo.opus', 'mono.aiff'])(
    '%s cut short decodes what is there and says where it ends',
    async (name) => {
      const bytes = fixture(name)
      const whole = await decodeAudio(scratch.write(name, bytes))
      const cut = await decodeAudio(scratch.write(name, bytes.subarray(0, Math.floor(bytes.length * 0.85))))
      expect(cut.samples.length).toBeGreaterThan(0)
      expect(cut.samples.length).toBeLessThan(whole.samples.length)
      expect(cut.warnings.join(' ')).toMatch(/truncated: .* 0\.\d\d s\./)
    },
  )

  test('a broken FLAC frame becomes silence and the rest stays at its time', async () => {
    const bytes = fixture('stereo.flac')
    const whole = await decodeAudio(scratch.write('whole.flac', bytes))
    bytes.fill(0, bytes.length - 3500, bytes.length - 3490)
    const broken = await decodeAudio(scratch.write('broken.flac', bytes))
    expect(broken.samples.length).toBe(whole.samples.length)
    expect(broken.warnings.join(' ')).toMatch(/damaged at 0\.\d\d s: 0\.\d\d s there could not be decoded/)
    const end = whole.samples.length
    expect(largestDifference(broken.samples, whole.samples, end - 200)).toBeLessThan(1e-6)
    expect(largestDifference(broken.samples, whole.samples)).toBeGreaterThan(0.1)
  })

  test('bytes that are no frames within an MP3 are left out and told', async () => {
    const bytes = fixture('stereo.mp3')
    const half = bytes.length >> 1
    const mended = Buffer.concat([bytes.subarray(0, half), Buffer.alloc(3000), bytes.subarray(half)])
    const { samples, warnings } = await decodeAudio(scratch.write('gap.mp3', mended))
    expect(samples.length).toBeGreaterThan(15_000)
    expect(warnings.join(' ')).toMatch(/damaged at 0\.\d\d s: \d+ bytes there are no MPEG frames/)
  })

  const names = ['stereo.flac', 'stereo.mp3', 'stereo-vorbis.ogg', 'stereo.opus', 'stereo-flac.oga', 'mono.aiff']
  const originals: readonly (readonly [string, Buffer])[] = [
    ...[...names, 'ima.wav', 'ms.wav', 'rf64.wav', 'float.aifc'].map((name) => [name, fixture(name)] as const),
    ['float.wav', waveFile(tone(440, 8000, 2000), { encoding: 'f32', extensible: true })],
  ]

  test.each(originals)('mutated %s is an error or finite sound, never a hang or a crash', async (name, original) => {
    // The decoders write to the console what the tests ask for on purpose.
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const mutation = fc.record({
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      inHeader: fc.boolean(),
      value: fc.integer({ min: 0, max: 255 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(mutation, { minLength: 1, maxLength: 6 }),
        fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
        async (mutations, keep) => {
          const bytes = Buffer.from(original)
          for (const { share, inHeader, value } of mutations) {
            bytes[Math.floor(share * ((inHeader ? Math.min(128, bytes.length) : bytes.length) - 1))] = value
          }
          const path = scratch.write(`mutated-${name}`, keep === null ? bytes : bytes.subarray(0, keep * bytes.length))
          try {
            const { samples } = await decodeAudio(path)
            expect(samples.length).toBeGreaterThan(0)
            expect(samples.every(Number.isFinite)).toBe(true)
          } catch (error) {
            if (!isCepstraError(error)) throw error
          }
        },
      ),
      { numRuns: 60, seed: 20_240_601 },
    )
    vi.restoreAllMocks()
  })
})
