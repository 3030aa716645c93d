import type { Recipe } from './recipe'

/** The taper of a recipe, symmetric as in HTK and Kaldi: the first and the last value are equal. */
export function windowValues(window: Recipe['window'], length: number): Float64Array {
  const cosine = (i: number): number => Math.cos((2 * Math.PI * i) / Math.max(1, length - 1))
  switch (window) {
    case 'rect':
      return new Float64Array(length).fill(1)
    case 'hann':
      return Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * cosine(i))
    case 'hamming':
      return Float64Array.from({ length }, (_, i) => 0.54 - 0.46 * cosine(i))
  }
}
