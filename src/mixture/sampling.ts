import { CepstraError } from '../cepstraError'
import { choleskyOf } from './covariance'
import { checkWhole } from './fitOptions'
import type { Frames } from './frames'
import { checkMixture, covarianceMatrix, varianceOf, type GaussianMixture } from './gaussianMixture'
import type { Precision } from './precision'
import { seededRandom, type Random } from './random'

/**
 * Draws frames from a mixture: first a component by weight, then its normal as mean + L z, with L the lower Cholesky
 * factor of the covariance and z independent standard normals (Bishop, PRML, section 11.1.1).
 *
 * @param count at least 1
 * @param seed a whole number of 32 bits
 * @param precision what the frames are kept in
 * @returns the frames and, for each, the component that it was drawn from; the same seed draws the same, bit for bit.
 * @throws CepstraError `OPTIONS_INVALID` for a count or seed that is none, `MODEL_INVALID` for what is no mixture.
 */
export function sampleMixture(
  mixture: GaussianMixture,
  count: number,
  seed = 0,
  precision: Precision = 'float32',
): { frames: Frames; components: Int32Array } {
  checkWhole('count', count)
  checkMixture(mixture)
  const { componentCount, dimensions, weights, means } = mixture
  const random = seededRandom(seed)
  const length = count * dimensions
  const data = precision === 'float32' ? new Float32Array(length) : new Float64Array(length)
  const components = new Int32Array(count)
  const deviations = Array.from({ length: componentCount }, (_, k) => deviationOf(mixture, k))
  const deviation = new Float64Array(dimensions)
  for (let i = 0; i < count; i++) {
    const component = drawComponent(weights, random)
    components[i] = component
    deviations[component](random, deviation)
    for (let j = 0; j < dimensions; j++) data[i * dimensions + j] = means[component * dimensions + j] + deviation[j]
  }
  return { frames: { data, count, dimensions }, components }
}

function drawComponent(weights: Float64Array, random: Random): number {
  let left = random.uniform()
  let drawn = -1
  for (let k = 0; k < weights.length; k++) {
    if (weights[k] === 0) continue
    drawn = k
    if (left < weights[k]) return k
    left -= weights[k]
  }
  // The weights may sum to a little less than 1; what is left over goes to the last that has any.
  return drawn
}

/** Draws L z of one component into `out`. */
function deviationOf(mixture: GaussianMixture, component: number): (random: Random, out: Float64Array) => void {
  const { covarianceType, dimensions } = mixture
  if (covarianceType === 'diag' || covarianceType === 'spherical') {
    const scales = Float64Array.from({ length: dimensions }, (_, j) => Math.sqrt(varianceOf(mixture, component, j)))
    return (random, out) => {
      for (let j = 0; j < dimensions; j++) out[j] = scales[j] * random.normal()
    }
  }
  const factor = choleskyOf(covarianceMatrix(mixture, component), dimensions)
  if (factor === null) throw new CepstraError('MODEL_INVALID', `The covariance of component ${component} is singular.`)
  const lower = Float64Array.from(factor.to1DArray())
  const normals = new Float64Array(dimensions)
  return (random, out) => {
    for (let i = 0; i < dimensions; i++) {
      normals[i] = random.normal()
      let sum = 0
      for (let j = 0; j <= i; j++) sum += lower[i * dimensions + j] * normals[j]
      out[i] = sum
    }
  }
}
