import { searchLength, type CenterSearch } from './centerSearch'

/** More than calculating in float64 may add to a distance. */
const rounding = 1e-12

/** The search in plain TypeScript: what the kernel is tested against, and leaves too close calls to. */
export function referenceCenterSearch(centers: Float64Array, dimensions: number): CenterSearch {
  const nearest = new Int32Array(searchLength)
  const margins = new Float64Array(searchLength)
  return {
    nearest,
    margins,
    search({ data }, picked, count) {
      for (let i = 0; i < count; i++) {
        const row = picked[i] * dimensions
        let best = Infinity
        let second = Infinity
        let bestCenter = 0
        for (let k = 0, at = 0; at < centers.length; k++) {
          let sum = 0
          for (let j = 0; j < dimensions; j++, at++) {
            const difference = data[row + j] - centers[at]
            sum += difference * difference
          }
          if (sum < best) {
            second = best
            best = sum
            bestCenter = k
          } else if (sum < second) {
            second = sum
          }
        }
        nearest[i] = bestCenter
        margins[i] = Math.sqrt(second) * (1 - rounding) - Math.sqrt(best)
      }
    },
  }
}
