import { expect, test } from 'vitest'
import { LevelMeter } from '../../src/audio/levelMeter'
import { bandTroubles } from '../../src/engine/calls/bandTroubles'
import { findTroubles } from '../../src/engine/workers/findTroubles'
import { tone, whiteNoise } from '../audio/tone'

const rateHz = 8000

function troubles(samples: Float32Array, bandwidthHz: number | null = 4000) {
  const meter = new LevelMeter(rateHz)
  meter.push(samples)
  return findTroubles(meter.finish(), bandwidthHz, samples.length / rateHz)
}

/** A second of a tone in every odd tenth, over noise. */
const bursts = (amplitude: number, noiseRms: number): Float32Array =>
  whiteNoise(rateHz, noiseRms).map(
    (value, n) => value + (Math.floor(n / 800) % 2) * amplitude * Math.sin((2 * Math.PI * 500 * n) / rateHz),
  )

test('a good recording has none', () => {
  expect(troubles(bursts(0.5, 0.005))).toEqual({ flags: [], notes: [] })
})

test('flat tops, an offset, noise, silence and shortness are each told in a sentence', () => {
  const clipped = bursts(0.5, 0.005)
  clipped.fill(1, 4000, 4008)
  expect(troubles(clipped)).toEqual({
    flags: ['clipped'],
    notes: ['Clipped: 8 samples (0.10 %) are cut off at full scale, the first at 0.50 s. Record with a lower gain.'],
  })
  const offset = troubles(bursts(0.5, 0.005).map((value) => value - 0.03))
  expect(offset.flags).toEqual(['offset'])
  expect(offset.notes[0]).toMatch(/^Its mean lies -3\.0 % of full scale off zero/)
  const noisy = troubles(bursts(0.2, 0.06))
  expect(noisy.flags).toEqual(['noisy'])
  expect(noisy.notes[0]).toMatch(/stands only [78] dB above the noise/)
  expect(troubles(new Float32Array(rateHz), null).flags).toEqual(['silent'])
  expect(troubles(tone(500, rateHz, 80))).toMatchObject({
    flags: ['veryShort'],
    notes: ['Only 10.0 ms long; a frame alone takes 25 ms.'],
  })
})

test('a tone that swells and fades is not called noisy', () => {
  const swelling = tone(300, rateHz, rateHz).map((value, n) => value * (1 + 0.5 * Math.sin(n / 900)))
  expect(troubles(swelling, 375).flags).toEqual([])
})

test('what was recorded below the rate of the project is told, with both rates', () => {
  expect(bandTroubles(8000, 4000, 16_000)).toEqual([
    { flag: 'lowRate', note: 'Recorded at 8 kHz in a project of 16 kHz: its upper frequencies are empty.' },
  ])
  expect(bandTroubles(8000, 4000, 8000)).toEqual([])
  expect(bandTroubles(44_100, 15_900, 16_000)).toEqual([])
})

test('sound that came over a telephone is told, whatever its file says', () => {
  const [trouble, ...others] = bandTroubles(44_100, 3445, 16_000)
  expect(others).toEqual([])
  expect(trouble?.flag).toBe('narrowBand')
  expect(trouble?.note).toMatch(
    /^Its sound ends at 3\.4[45] kHz \(telephone bandwidth\) although it is stored at 44\.1 kHz/,
  )
  expect(bandTroubles(44_100, 3445, 8000)).toEqual([])
  expect(bandTroubles(48_000, 12_000, 44_100)[0]?.note).not.toMatch(/telephone/)
})

test('a low tone and what is not known are not judged by their bandwidth', () => {
  expect(bandTroubles(44_100, 450, 16_000)).toEqual([])
  expect(bandTroubles(44_100, null, 16_000)).toEqual([])
})
