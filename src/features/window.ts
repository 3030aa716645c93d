import type { Recipe } from './recipe'

/**
 * The taper of a recipe over `length` samples. The plain names are symmetric as in HTK and Kaldi: the first and the
 * last value are equal. The periodic ones are one value of a symmetric taper of `length` + 1 short, as librosa (SciPy's
 * `fftbins`) takes Hann and Meyda takes Hamming. Povey is Kaldi's: Hann to the power of 0.85 (`feature-window.cc`).
 */
export function windowValues(window: Recipe['window'], length: number): Float64Array {
  const symmetric = Math.max(1, length - 1)
  const taper = (period: number, value: (cosine: number, cosine2: number) => number): Float64Array =>
    Float64Array.from({ length }, (_, i) =>
      value(Math.cos((2 * Math.PI * i) / period), Math.cos((4 * Math.PI * i) / period)),
    )
  const hann = (cosine: number): number => 0.5 - 0.5 * cosine
  const hamming = (cosine: number): number => 0.54 - 0.46 * cosine
  switch (window) {
    case 'rect':
      return new Float64Array(length).fill(1)
    case 'hann':
      return taper(symmetric, hann)
    case 'hannPeriodic':
      return taper(length, hann)
    case 'hamming':
      return taper(symmetric, hamming)
    case 'hammingPeriodic':
      return taper(length, hamming)
    case 'povey':
      return taper(symmetric, (cosine) => hann(cosine) ** 0.85)
    case 'blackman':
      return taper(symmetric, (cosine, cosine2) => 0.42 - 0.5 * cosine + 0.08 * cosine2)
  }
}
