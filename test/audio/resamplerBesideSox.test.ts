import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { Resampler } from '../../src/audio/resampler'
import { scratchFolder } from './scratchFolder'

const scratch = scratchFolder()
const hasSox = spawnSync('sox', ['--version']).status === 0
if (!hasSox) console.log('Resampling beside sox is skipped: there is no sox on the PATH.')

const samplesFolder = join(import.meta.dirname, '../../resources/samples')

/** A second that sweeps from 20 Hz to 0.88 of the lower Nyquist frequency, faded in and out. */
function sweep(rateHz: number, otherHz: number): Float32Array {
  const endHz = 0.88 * (Math.min(rateHz, otherHz) / 2)
  return Float32Array.from({ length: rateHz }, (_, n) => {
    const time = n / rateHz
    const fade = Math.min(1, 20 * time, 20 * (1 - time))
    return 0.5 * fade * Math.sin(2 * Math.PI * (20 * time + ((endHz - 20) * time * time) / 2))
  })
}

function ours(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  const resampler = new Resampler(fromHz, toHz)
  const begun = resampler.push(samples)
  const rest = resampler.finish()
  const whole = new Float32Array(begun.length + rest.length)
  whole.set(begun)
  whole.set(rest, begun.length)
  return whole
}

/** sox in its very high quality, without dither, from float to float. */
function soxRate(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  const input = scratch.write('in.f32', new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
  const output = join(scratch.path, 'out.f32')
  const raw = ['-t', 'f32', '-c', '1']
  const run = spawnSync('sox', ['-D', ...raw, '-r', `${fromHz}`, input, ...raw, output, 'rate', '-v', `${toHz}`])
  expect(run.stderr.toString()).toBe('')
  const bytes = readFileSync(output)
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
}

/** What lies below 0.8 of the lower Nyquist frequency, where both filters pass everything; half a filter is cut off. */
function passed(samples: Float64Array, rateHz: number, lowerNyquistHz: number): Float64Array {
  const half = 200
  const cutoff = (0.85 * lowerNyquistHz) / rateHz
  const taps = Float64Array.from({ length: 2 * half + 1 }, (_, i) => {
    const angle = Math.PI * 2 * cutoff * (i - half)
    const window = 0.5 + 0.5 * Math.cos((Math.PI * (i - half)) / half)
    return window * 2 * cutoff * (angle === 0 ? 1 : Math.sin(angle) / angle)
  })
  return Float64Array.from({ length: samples.length - 2 * half }, (_, n) =>
    taps.reduce((sum, tap, i) => sum + tap * samples[n + i], 0),
  )
}

const power = (samples: ArrayLike<number>): number =>
  Array.from(samples).reduce((sum, value) => sum + value * value, 0) / samples.length

/** Decibels of the difference of the two below the first, in the band that both pass. */
function distanceDb(samples: Float32Array, fromHz: number, toHz: number): number {
  const a = ours(samples, fromHz, toHz)
  const b = soxRate(samples, fromHz, toHz)
  expect(Math.abs(a.length - b.length)).toBeLessThanOrEqual(1)
  const difference = Float64Array.from({ length: Math.min(a.length, b.length) }, (_, n) => a[n] - b[n])
  return 10 * Math.log10(power(passed(difference, toHz, Math.min(fromHz, toHz) / 2)) / power(a))
}

describe.skipIf(!hasSox)('beside sox', () => {
  test.each([
    [44_100, 16_000],
    [48_000, 16_000],
    [22_050, 16_000],
    [8000, 16_000],
    [16_000, 44_100],
  ])('a sweep from %d to %d Hz is the same, 90 dB down', (fromHz, toHz) => {
    expect(distanceDb(sweep(fromHz, toHz), fromHz, toHz)).toBeLessThan(-90)
  })

  test.each([8000, 11_025, 44_100, 48_000])('speech from 16000 to %d Hz is the same, 80 dB down', async (toHz) => {
    const voice = join(samplesFolder, 'susan')
    const { samples } = await decodeAudio(join(voice, readdirSync(voice).sort()[0] ?? ''))
    expect(distanceDb(samples.subarray(8000, 24_000), 16_000, toHz)).toBeLessThan(-80)
  })
})
