import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { openAudio } from '../../src/audio/openAudio'
import { scratchFolder } from './scratchFolder'
import { amplitudeAt } from './tone'

const scratch = scratchFolder()
const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name)
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0
const hasSox = spawnSync('sox', ['--version']).status === 0

// Name, format, rate, channels, samples, tolerance of the amplitude. Exact codecs are held exactly.
const files: readonly (readonly [string, string, number, number, number, number])[] = [
  ['stereo.flac', 'flac', 16_000, 2, 8000, 1e-3],
  ['mono.flac', 'flac', 8000, 1, 4000, 1e-3],
  ['mono.aiff', 'aiff', 8000, 1, 4000, 1e-3],
  ['float.aifc', 'aiff', 8000, 1, 4000, 1e-3],
  ['little-endian.aifc', 'aiff', 8000, 1, 4000, 1e-3],
  ['alaw.wav', 'wav', 8000, 1, 4000, 0.01],
  ['mulaw.wav', 'wav', 8000, 1, 4000, 0.01],
  ['ima.wav', 'wav', 8000, 1, 4040, 0.02],
  ['ms.wav', 'wav', 8000, 1, 4000, 0.02],
  ['rf64.wav', 'wav', 8000, 1, 4000, 1e-3],
  ['streamed.wav', 'wav', 8000, 1, 4000, 1e-3],
  ['stereo.mp3', 'mp3', 44_100, 2, 22_050, 0.03],
  ['mono.mp3', 'mp3', 44_100, 1, 22_050, 0.03],
  ['stereo-vorbis.ogg', 'ogg-vorbis', 44_100, 2, 22_050, 0.03],
  ['stereo.opus', 'opus', 48_000, 2, 24_000, 0.03],
  ['stereo-flac.oga', 'ogg-flac', 16_000, 2, 8000, 1e-3],
]

describe('every format', () => {
  test.each(files)('%s decodes as %s with its tones', async (name, format, rateHz, channelCount, count, tolerance) => {
    const stream = await openAudio(fixture(name))
    expect(stream).toMatchObject({ format, sourceRateHz: rateHz, sampleRateHz: rateHz, channelCount })
    await stream.close()

    const left = await decodeAudio(fixture(name), { channel: 0 })
    // The last block of ADPCM is padded by its encoder.
    expect(left.samples.length).toBeGreaterThanOrEqual(count)
    expect(left.samples.length).toBeLessThan(count + 1000)
    if (name !== 'ms.wav') expect(left.samples.length).toBe(count)
    expect(left.warnings).toEqual([])
    expect(Math.abs(amplitudeAt(left.samples, 1000, rateHz) - 0.5)).toBeLessThan(tolerance)
    if (channelCount === 2) {
      const right = await decodeAudio(fixture(name), { channel: 1 })
      expect(Math.abs(amplitudeAt(right.samples, 2500, rateHz) - 0.25)).toBeLessThan(tolerance)
      expect(amplitudeAt(right.samples, 1000, rateHz)).toBeLessThan(0.01)
      const mix = await decodeAudio(fixture(name))
      expect(Math.abs(amplitudeAt(mix.samples, 1000, rateHz) - 0.25)).toBeLessThan(tolerance)
      expect(Math.abs(amplitudeAt(mix.samples, 2500, rateHz) - 0.125)).toBeLessThan(tolerance)
    }
  })

  test.each(files)('%s resampled to 16 kHz has the same tone and the length of its time', async (...row) => {
    const [name, , rateHz, channelCount, , tolerance] = row
    const own = await decodeAudio(fixture(name), { channel: 0 })
    const { samples, sampleRateHz } = await decodeAudio(fixture(name), { channel: 0, sampleRateHz: 16_000 })
    expect(sampleRateHz).toBe(16_000)
    expect(samples.length).toBe(Math.ceil((own.samples.length * 16_000) / rateHz))
    expect(Math.abs(amplitudeAt(samples, 1000, 16_000) - 0.5)).toBeLessThan(tolerance + 1e-3)
    expect(channelCount).toBeGreaterThan(0)
  })

  test.each(['stereo.flac', 'stereo.mp3', 'mono.aiff', 'stereo-vorbis.ogg', 'stereo.opus'])(
    '%s is known by its bytes, and a wrong name is told',
    async (name) => {
      const path = scratch.write(`named-${name}.wav`, readFileSync(fixture(name)))
      const { samples, warnings } = await decodeAudio(path)
      expect(samples.length).toBeGreaterThan(0)
      expect(warnings).toHaveLength(1)
      expect(warnings[0]).toMatch(/is named \.wav but holds /)
    },
  )

  test.each(['stereo.mp3', 'mono.flac', 'mulaw.wav'])('an ID3v2 tag before %s is passed over', async (name) => {
    const tag = Buffer.concat([Buffer.from('ID3\x03\x00\x00\x00\x00\x10\x00', 'latin1'), Buffer.alloc(2048, 0xff)])
    const tagged = scratch.write(`tagged-${name}`, Buffer.concat([tag, readFileSync(fixture(name))]))
    expect((await decodeAudio(tagged)).samples).toEqual((await decodeAudio(fixture(name))).samples)
  })

  test('M4A and AAC decode through ffmpeg', async ({ skip }) => {
    skip(!hasFfmpeg, 'there is no ffmpeg on the PATH')
    for (const [name, format] of [
      ['stereo.m4a', 'm4a'],
      ['stereo.aac', 'aac'],
    ]) {
      const stream = await openAudio(fixture(name))
      expect(stream).toMatchObject({ format, sourceRateHz: 44_100, channelCount: 2 })
      await stream.close()
      const { samples, warnings } = await decodeAudio(fixture(name), { channel: 0, sampleRateHz: 16_000 })
      expect(warnings).toEqual([])
      expect(Math.abs(samples.length - 8000)).toBeLessThan(800)
      expect(Math.abs(amplitudeAt(samples.subarray(1000, 7000), 1000, 16_000) - 0.5)).toBeLessThan(0.03)
    }
  })

  test('without ffmpeg an M4A file is refused with what to install', async () => {
    const path = process.env['PATH']
    process.env['PATH'] = scratch.path
    try {
      await expect(openAudio(fixture('stereo.m4a'))).rejects.toMatchObject({
        code: 'AUDIO_NEEDS_FFMPEG',
        message: expect.stringMatching(/stereo\.m4a is MPEG-4 audio.*Install ffmpeg/) as string,
      })
    } finally {
      process.env['PATH'] = path
    }
  })

  test.for(files.filter(([, format]) => format === 'wav' || format === 'aiff' || format === 'flac'))(
    'sox decodes %s to the same samples',
    async ([name], { skip }) => {
      skip(!hasSox, 'there is no sox on the PATH to compare with')
      const answer = spawnSync('sox', [fixture(name), '-t', 'f32', '-', 'remix', '1'], { maxBuffer: 1e8 })
      const theirs = new Float32Array(Uint8Array.from(answer.stdout).buffer)
      const { samples } = await decodeAudio(fixture(name), { channel: 0 })
      expect(theirs.length).toBe(samples.length)
      // libsndfile and the WAV decoder round IMA steps differently, by up to 23 of 32768.
      const limit = name === 'ima.wav' ? 1e-3 : 1e-6
      expect(samples.every((sample, n) => Math.abs(sample - theirs[n]) < limit)).toBe(true)
    },
  )
})
