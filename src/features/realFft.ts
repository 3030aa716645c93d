/**
 * Power spectrum of real samples by a complex transform of half the size: even samples are the real parts, odd ones
 * the imaginary parts, and one pass over the result untangles the two (Press et al., Numerical Recipes, 12.3).
 * One instance serves any number of calls; it owns its scratch space, so it must not be shared between threads.
 */
export class RealFft {
  readonly length: number
  readonly #half: number
  readonly #real: Float64Array
  readonly #imaginary: Float64Array
  readonly #reversed: Uint32Array
  readonly #cosines: Float64Array
  readonly #sines: Float64Array

  /** `length` is a power of two of at least 4. */
  constructor(length: number) {
    if (length < 4 || !Number.isInteger(Math.log2(length))) {
      throw new RangeError(
        `A transform of ${length} points was asked for; the length must be a power of two from 4 up.`,
      )
    }
    this.length = length
    const half = length / 2
    this.#half = half
    this.#real = new Float64Array(half)
    this.#imaginary = new Float64Array(half)
    this.#reversed = new Uint32Array(half)
    for (let i = 1, reversed = 0; i < half; i++) {
      let bit = half >> 1
      for (; reversed & bit; bit >>= 1) reversed ^= bit
      reversed |= bit
      this.#reversed[i] = reversed
    }
    this.#cosines = Float64Array.from({ length: half }, (_, k) => Math.cos((2 * Math.PI * k) / length))
    this.#sines = Float64Array.from({ length: half }, (_, k) => -Math.sin((2 * Math.PI * k) / length))
  }

  /**
   * Writes |X(k)|^2 for k = 0 .. length/2 - 1 into `power`, without any scaling, and the Nyquist bin behind them where
   * `power` has a place for it. `samples` holds `length` values and is left as it is.
   */
  powerSpectrum(samples: Float32Array | Float64Array, power: Float64Array): void {
    const half = this.#half
    const real = this.#real
    const imaginary = this.#imaginary
    const reversed = this.#reversed
    for (let i = 0; i < half; i++) {
      const at = 2 * reversed[i]
      real[i] = samples[at]
      imaginary[i] = samples[at + 1]
    }
    this.#transform()

    const cosines = this.#cosines
    const sines = this.#sines
    const zero = real[0] + imaginary[0]
    power[0] = zero * zero
    if (power.length > half) power[half] = (real[0] - imaginary[0]) ** 2
    for (let k = 1; k < half; k++) {
      const mirror = half - k
      const evenReal = (real[k] + real[mirror]) / 2
      const evenImaginary = (imaginary[k] - imaginary[mirror]) / 2
      const oddReal = (imaginary[k] + imaginary[mirror]) / 2
      const oddImaginary = (real[mirror] - real[k]) / 2
      const re = evenReal + cosines[k] * oddReal - sines[k] * oddImaginary
      const im = evenImaginary + cosines[k] * oddImaginary + sines[k] * oddReal
      power[k] = re * re + im * im
    }
  }

  // Decimation in time, radix 2, on values that already stand in bit-reversed order. The first stage needs no factors.
  #transform(): void {
    const half = this.#half
    const real = this.#real
    const imaginary = this.#imaginary
    const cosines = this.#cosines
    const sines = this.#sines
    for (let i = 0; i < half; i += 2) {
      const re = real[i + 1]
      const im = imaginary[i + 1]
      real[i + 1] = real[i] - re
      imaginary[i + 1] = imaginary[i] - im
      real[i] += re
      imaginary[i] += im
    }
    for (let span = 2; span < half; span *= 2) {
      const stride = half / span
      for (let offset = 0; offset < span; offset++) {
        const cosine = cosines[offset * stride]
        const sine = sines[offset * stride]
        for (let upper = offset; upper < half; upper += 2 * span) {
          const lower = upper + span
          const re = real[lower] * cosine - imaginary[lower] * sine
          const im = real[lower] * sine + imaginary[lower] * cosine
          real[lower] = real[upper] - re
          imaginary[lower] = imaginary[upper] - im
          real[upper] += re
          imaginary[upper] += im
        }
      }
    }
  }
}
