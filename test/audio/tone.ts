/** `count` samples of a sine that begins at phase 0. */
export function tone(frequencyHz: number, sampleRateHz: number, count: number, amplitude = 0.5): Float32Array {
  return Float32Array.from(
    { length: count },
    (_, n) => amplitude * Math.sin((2 * Math.PI * frequencyHz * n) / sampleRateHz),
  )
}

/** Amplitude of one frequency in a Hann-windowed stretch, by correlation. */
export function amplitudeAt(samples: Float32Array, frequencyHz: number, sampleRateHz: number): number {
  let real = 0
  let imaginary = 0
  let weight = 0
  for (let n = 0; n < samples.length; n++) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * (n + 0.5)) / samples.length)
    const angle = (2 * Math.PI * frequencyHz * n) / sampleRateHz
    real += window * samples[n] * Math.cos(angle)
    imaginary += window * samples[n] * Math.sin(angle)
    weight += window
  }
  return (2 * Math.hypot(real, imaginary)) / weight
}

export function decibels(ratio: number): number {
  return 20 * Math.log10(ratio)
}

export function largestDifference(a: Float32Array, b: Float32Array, from = 0, to = a.length): number {
  let largest = 0
  for (let n = from; n < to; n++) largest = Math.max(largest, Math.abs(a[n] - b[n]))
  return largest
}

/** Normal numbers of the given RMS, the same ones for the same seed. */
export function whiteNoise(count: number, rms: number, seed = 1): Float32Array {
  let state = seed >>> 0
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
  return Float32Array.from(
    { length: count },
    () => rms * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
  )
}
