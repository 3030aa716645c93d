import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { openAudio } from '../../src/audio/openAudio'
import { encodeWav } from '../../src/audio/wav'
import { scratchFolder } from './scratchFolder'
import { amplitudeAt, largestDifference, tone } from './tone'
import { waveFile, type WaveEncoding } from './waveFile'

const scratch = scratchFolder()
const sound = tone(440, 8000, 4001)

describe('WAV files', () => {
  const steps: readonly (readonly [WaveEncoding, number])[] = [
    ['u8', 2 ** -8],
    ['s16', 2 ** -16],
    ['s24', 2 ** -24],
    ['s32', 2 ** -24],
    ['f32', 0],
    ['f64', 0],
  ]

  for (const extensible of [false, true]) {
    test.each(steps)(`%s${extensible ? ' extensible' : ''} decodes within half a step`, async (encoding, halfStep) => {
      const path = scratch.write('one.wav', waveFile(sound, { encoding, extensible }))
      const { samples, sampleRateHz, warnings } = await decodeAudio(path)
      expect(sampleRateHz).toBe(8000)
      expect(warnings).toEqual([])
      expect(samples.length).toBe(sound.length)
      expect(largestDifference(samples, sound)).toBeLessThanOrEqual(halfStep + 1e-9)
    })
  }

  test('full scale is symmetrical: the lowest integer is -1 and the highest one step under 1', async () => {
    const path = scratch.write('scale.wav', waveFile([-1, 1, 0]))
    expect([...(await decodeAudio(path)).samples]).toEqual([-1, 32_767 / 32_768, 0])
  })

  test('what encodeWav wrote decodes to the same 16-bit values', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: 1, maxLength: 300 }),
        fc.constantFrom(8000, 11_025, 44_100, 384_000),
        async (values, sampleRateHz) => {
          const samples = Float32Array.from(values, (value) => value / 32_768)
          const decoded = await decodeAudio(scratch.write('round.wav', encodeWav(samples, sampleRateHz)))
          expect(decoded.sampleRateHz).toBe(sampleRateHz)
          expect(decoded.samples).toEqual(samples)
        },
      ),
      { numRuns: 50 },
    )
  })

  test('encodeWav clips what lies beyond full scale', async () => {
    const bytes = encodeWav(Float32Array.of(2, -2), 8000)
    expect([...(await decodeAudio(scratch.write('clip.wav', bytes))).samples]).toEqual([32_767 / 32_768, -1])
  })

  test('eight channels mix by average, and each can be taken alone', async () => {
    const frames = Array.from({ length: 1000 }, (_, n) => n)
    const interleaved = frames.flatMap((n) => Array.from({ length: 8 }, (_, channel) => ((channel - 2) * n) / 8192))
    const path = scratch.write('eight.wav', waveFile(interleaved, { channelCount: 8 }))
    const mix = await decodeAudio(path)
    expect(
      largestDifference(
        mix.samples,
        Float32Array.from(frames, (n) => (1.5 * n) / 8192),
      ),
    ).toBeLessThan(1e-6)
    const last = await decodeAudio(path, { channel: 7 })
    expect(
      largestDifference(
        last.samples,
        Float32Array.from(frames, (n) => (5 * n) / 8192),
      ),
    ).toBeLessThan(1e-6)
    await expect(decodeAudio(path, { channel: 8 })).rejects.toMatchObject({ code: 'OPTIONS_INVALID' })
  })

  test('one sample is a recording', async () => {
    const path = scratch.write('one-sample.wav', waveFile([0.25]))
    expect([...(await decodeAudio(path)).samples]).toEqual([0.25])
    expect((await decodeAudio(path, { sampleRateHz: 16_000 })).samples.length).toBe(2)
    expect((await decodeAudio(path, { sampleRateHz: 4000 })).samples.length).toBe(1)
  })

  test('384 kHz goes down to 16 kHz with its tone', async () => {
    const path = scratch.write('384k.wav', waveFile(tone(1000, 384_000, 192_000), { sampleRateHz: 384_000 }))
    const { samples } = await decodeAudio(path, { sampleRateHz: 16_000 })
    expect(samples.length).toBe(8000)
    expect(amplitudeAt(samples, 1000, 16_000)).toBeCloseTo(0.5, 3)
  })

  test('digital silence decodes to zeros', async () => {
    const { samples } = await decodeAudio(scratch.write('silence.wav', waveFile(new Float32Array(500))))
    expect(samples).toEqual(new Float32Array(500))
  })

  test('odd chunks before and chunks behind the sound are no sound', async () => {
    const options = { between: [['LIST', Buffer.alloc(33, 1)]], after: [['LIST', Buffer.alloc(400, 1)]] } as const
    const { samples, warnings } = await decodeAudio(scratch.write('chunks.wav', waveFile(sound, options)))
    expect(samples.length).toBe(sound.length)
    expect(warnings).toEqual([])
  })

  test.each([0, 0xffff_ffff, 0x7fff_ffff])(
    'a data size of %d is a streamed recording, read to its end',
    async (dataBytes) => {
      const path = scratch.write('streamed.wav', waveFile(sound, { dataBytes }))
      const stream = await openAudio(path)
      expect(stream.durationSeconds).toBeCloseTo(sound.length / 8000, 9)
      await stream.close()
      const { samples, warnings } = await decodeAudio(path)
      expect(samples.length).toBe(sound.length)
      expect(warnings).toEqual([])
    },
  )

  test('a truncated file decodes as far as it goes, and the warning says where it ends', async () => {
    const whole = waveFile(sound)
    const { samples, warnings } = await decodeAudio(scratch.write('cut.wav', whole.subarray(0, 44 + 2 * 2000 + 1)))
    expect(samples.length).toBe(2000)
    expect(warnings).toEqual(['cut.wav is truncated: its header promises 0.50 s, it ends at 0.25 s.'])
  })

  test('numbers that are none become 0, with a warning', async () => {
    const path = scratch.write('nan.wav', waveFile([0.5, NaN, Infinity, -Infinity, 1e30, 0.25], { encoding: 'f32' }))
    const { samples, warnings } = await decodeAudio(path)
    expect([...samples]).toEqual([0.5, 0, 0, 0, 0, 0.25])
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatch(/4 samples that are not numbers/)
  })

  test('a stretch is the same samples as in the whole', async () => {
    const path = scratch.write('stretch.wav', waveFile(sound))
    const whole = (await decodeAudio(path)).samples
    await fc.assert(
      fc.asyncProperty(fc.nat(5000), fc.nat(5000), async (start, length) => {
        const { samples } = await decodeAudio(path, { startSeconds: start / 8000, lengthSeconds: length / 8000 })
        expect(samples).toEqual(whole.slice(start, start + length))
      }),
      { numRuns: 50 },
    )
  })

  test('blocks stay small whatever the length of the file', async () => {
    const frames = 3_000_000
    const path = scratch.write(
      'long.wav',
      waveFile(new Float32Array(2 * frames), { channelCount: 2, sampleRateHz: 44_100 }),
    )
    const stream = await openAudio(path, { sampleRateHz: 16_000 })
    let count = 0
    let longest = 0
    for await (const block of stream.blocks()) {
      count += block.length
      longest = Math.max(longest, block.length)
    }
    expect(count).toBe(Math.ceil((frames * 16_000) / 44_100))
    expect(longest).toBeLessThan(10 * 16_000)
  })
})
