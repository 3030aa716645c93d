import { expect, test } from 'vitest'
import { RealFft } from '../../src/features/realFft'
import { noise } from './randomFrame'

function powerByDefinition(samples: Float32Array, bin: number): number {
  let [re, im] = [0, 0]
  samples.forEach((sample, n) => {
    re += sample * Math.cos((2 * Math.PI * bin * n) / samples.length)
    im -= sample * Math.sin((2 * Math.PI * bin * n) / samples.length)
  })
  return re * re + im * im
}

test.each([4, 8, 16, 256, 512, 2048])('the power spectrum of %i points is that of the definition', (length) => {
  const samples = noise(length, length)
  const power = new Float64Array(length / 2)
  new RealFft(length).powerSpectrum(samples, power)
  const total = power.reduce((sum, value) => sum + value, 0)
  for (let bin = 0; bin < length / 2; bin += Math.max(1, length / 64)) {
    expect(Math.abs(power[bin] - powerByDefinition(samples, bin)) / total).toBeLessThan(1e-12)
  }
})

test('the samples are left as they were', () => {
  const samples = noise(64, 3)
  const before = samples.slice()
  new RealFft(64).powerSpectrum(samples, new Float64Array(32))
  expect(samples).toEqual(before)
})

test.each([0, 2, 6, 100])('a transform of %i points is refused', (length) => {
  expect(() => new RealFft(length)).toThrow('power of two')
})
