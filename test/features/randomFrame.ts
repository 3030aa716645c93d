import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Uniform noise within [-amplitude, amplitude]. */
export function noise(length: number, seed: number, amplitude = 0.5): Float32Array {
  const generator = xoroshiro128plus(seed)
  return Float32Array.from({ length }, () => amplitude * (2 * uniformFloat64(generator) - 1))
}

/** A prepared frame of some kind: noise or a tone with noise, from near silence to full scale, with some zeros behind. */
export function randomFrame(fftLength: number, seed: number): Float32Array {
  const amplitude = 32768 * 10 ** -(seed % 6)
  const tone = seed % 3 === 0 ? 0 : 1
  const frame = noise(fftLength, seed, tone === 0 ? amplitude : amplitude / 1000)
  const cyclesPerSample = 0.01 + 0.07 * (seed % 7)
  const filled = Math.floor(fftLength * (0.55 + 0.05 * (seed % 9)))
  for (let i = 0; i < fftLength; i++) {
    frame[i] = i < filled ? frame[i] + tone * amplitude * Math.sin(2 * Math.PI * cyclesPerSample * i) : 0
  }
  return frame
}
