import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { openFile } from '../../src/audio/audioFile'
import { openSource } from '../../src/audio/openAudio'
import { encodeWav } from '../../src/audio/wav'
import { encode, encodings, missingTool, type Encoding } from './encodings'
import { scratchFolder } from './scratchFolder'
import { speech, speechRateHz } from './speech'
import { largestDifference } from './tone'

const scratch = scratchFolder()

/** At a rate at which Opus predicts samples and not only spectra. */
const predicted: Encoding = { file: '24k.opus', tool: 'opusenc', format: 'opus', args: ['--bitrate', '24'] }

/** The files for which a resampler too is started in the middle; it is the same for all. */
const resampledToo = ['s24.wav', 'joint.mp3', '64k.opus']

/** One for each way to find a place. */
const files = [
  's24.wav',
  'stereo.wav',
  'ima.wav',
  'ms.wav',
  'ulaw.aifc',
  'little.snd',
  'big.sph',
  's16.w64',
  'fast.flac',
  'table.flac',
  'cbr64.mp3',
  'vbr.mp3',
  'joint.mp3',
  'q4.ogg',
  '24k.opus',
  '64k.opus',
  'flac.oga',
  'aac.m4a',
]

/**
 * What a decoder that is entered in the middle may differ by: the last bits of mpg123's sums; with Opus also what is
 * left of its predictor's state, which feeds on its own rounding (the second file has no predictor: it is all CELT).
 */
const tolerances: Readonly<Record<string, number>> = { mp3: 1e-6, '24k.opus': 2e-3, '64k.opus': 1e-4 }

describe('a stretch from the middle', () => {
  let wav = ''

  beforeAll(async () => {
    wav = join(scratch.path, 'long.wav')
    writeFileSync(wav, encodeWav(await speech('susan', [1, 2, 3, 4, 5, 6, 7, 8]), speechRateHz))
  })

  test.for(files)('of %s is what the whole has there, and little before it is decoded', async (name, { skip }) => {
    const encoding = [...encodings, predicted].find(({ file }) => file === name)
    if (!encoding) throw new Error(`no encoding makes ${name}`)
    const missing = missingTool(encoding)
    skip(missing !== null, missing ?? '')
    const path = encode(encoding, wav, scratch.path)
    const tolerance = tolerances[name] ?? tolerances[encoding.format] ?? 0
    // At the file's own rate, and at one that a resampler reaches through many phases of its filter.
    for (const options of resampledToo.includes(name) ? [{}, { sampleRateHz: 11_025 }] : [{}]) {
      const whole = await decodeAudio(path, options)
      const { sampleRateHz } = whole
      const end = whole.samples.length / sampleRateHz
      for (const startSeconds of [0.013, 2.5, 12.3456, end - 0.01]) {
        const part = await decodeAudio(path, { ...options, startSeconds, lengthSeconds: 0.5 })
        const first = Math.round(startSeconds * sampleRateHz)
        const expected = whole.samples.subarray(first, first + Math.round(0.5 * sampleRateHz))
        expect(part.samples.length).toBe(expected.length)
        expect(largestDifference(part.samples, expected)).toBeLessThanOrEqual(tolerance)
      }
      const beyond = await decodeAudio(path, { ...options, startSeconds: end + 5 })
      expect(beyond.samples.length).toBe(0)
    }

    const file = await openFile(path)
    const source = await openSource(file)
    const wanted = 12 * source.sampleRateHz
    const first = await source.seek(wanted)
    await source.close()
    await file.close()
    expect(first).toBeLessThanOrEqual(wanted)
    expect(first).toBeGreaterThan(wanted - 5 * source.sampleRateHz)
  })
})
