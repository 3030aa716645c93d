import { CepstraError } from '../../cepstraError'
import { varianceOf, type GaussianMixture } from '../gaussianMixture'
import { scoreSamples } from '../score'

/**
 * The density of a mixture of one or two columns at every point of a grid, for curves and maps: with `marginalMixture`,
 * those of any column or pair.
 *
 * @param axes the places along each column
 * @returns densities p (not their logarithms), one for each point: those along the last column follow each other.
 * @throws CepstraError `MODEL_MISMATCH` when there are other than 1 or 2 columns or not one axis for each.
 */
export function densityGrid(mixture: GaussianMixture, axes: readonly Float64Array[]): Float64Array {
  const { dimensions } = mixture
  if (dimensions > 2 || axes.length !== dimensions) {
    throw new CepstraError(
      'MODEL_MISMATCH',
      `A grid of densities needs 1 or 2 columns and an axis for each, but there are ${dimensions} columns and ` +
        `${axes.length} axes. Take the marginal of the columns that are to be drawn.`,
    )
  }
  const [first, second = Float64Array.of(0)] = axes
  const count = first.length * second.length
  const data = new Float64Array(count * dimensions)
  for (let i = 0; i < count; i++) {
    data[i * dimensions] = first[Math.floor(i / second.length)]
    if (dimensions === 2) data[i * 2 + 1] = second[i % second.length]
  }
  return scoreSamples(mixture, { data, count, dimensions }).map(Math.exp)
}

/**
 * Evenly spaced places along one column, from `deviations` standard deviations below the lowest component to as many
 * above the highest. Components of weight 0 do not count.
 *
 * @param points at least 2
 * @throws CepstraError `OPTIONS_INVALID` for fewer.
 */
export function densityAxis(mixture: GaussianMixture, column: number, points: number, deviations = 4): Float64Array {
  if (!Number.isInteger(points) || points < 2) {
    throw new CepstraError('OPTIONS_INVALID', `An axis needs at least 2 points, but ${points} are asked for.`)
  }
  let low = Infinity
  let high = -Infinity
  for (let k = 0; k < mixture.componentCount; k++) {
    if (mixture.weights[k] === 0) continue
    const mean = mixture.means[k * mixture.dimensions + column]
    const reach = deviations * Math.sqrt(varianceOf(mixture, k, column))
    low = Math.min(low, mean - reach)
    high = Math.max(high, mean + reach)
  }
  return Float64Array.from({ length: points }, (_, i) => low + ((high - low) * i) / (points - 1))
}
