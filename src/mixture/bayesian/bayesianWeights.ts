import { digamma, logGamma } from './gammaFunctions'

/**
 * What is believed of the weights before any frame was seen.
 *
 * - `dirichlet-process`: sticks broken off one after the other (Blei and Jordan 2006), cut off at K: earlier components
 *   take what they need, later ones are left empty.
 * - `dirichlet-distribution`: a symmetric Dirichlet distribution (Bishop, PRML, section 10.2): no component comes first.
 */
export const weightPriors = ['dirichlet-process', 'dirichlet-distribution'] as const
export type WeightPrior = (typeof weightPriors)[number]

interface WeightPosterior {
  /** The concentration parameters after K counts n_k were seen: `prior` is that of one component. */
  concentrate(prior: number, counts: Float64Array): Float64Array
  /** K expectations of ln weight. */
  expectedLogs(concentration: Float64Array): Float64Array
  /** K expectations of the weights, which sum to 1. */
  expectations(concentration: Float64Array): Float64Array
  /** The logarithm of the posterior's normalizing constant. */
  logNorm(concentration: Float64Array): number
}

/** The posterior of the weights under each prior; scikit-learn's `weight_concentration_` holds the same parameters. */
export const weightPosteriors: Record<WeightPrior, WeightPosterior> = {
  /** `concentration` is K numbers alpha_k. */
  'dirichlet-distribution': {
    // Bishop, PRML, eq. 10.58.
    concentrate: (prior, counts) => counts.map((count) => prior + count),
    // Eq. 10.66.
    expectedLogs(concentration) {
      const total = digamma(sumOf(concentration))
      return concentration.map((alpha) => digamma(alpha) - total)
    },
    // Eq. B.17.
    expectations(concentration) {
      const total = sumOf(concentration)
      return concentration.map((alpha) => alpha / total)
    },
    // Eq. B.23.
    logNorm: (concentration) =>
      logGamma(sumOf(concentration)) - concentration.reduce((sum, alpha) => sum + logGamma(alpha), 0),
  },

  /** `concentration` is K numbers a_k and then K numbers b_k: the k-th stick's share of the rest is Beta(a_k, b_k). */
  'dirichlet-process': {
    // Blei and Jordan 2006, eqs. 18 and 19.
    concentrate(prior, counts) {
      const componentCount = counts.length
      const result = new Float64Array(2 * componentCount)
      let later = 0
      for (let k = componentCount - 1; k >= 0; k--) {
        result[k] = 1 + counts[k]
        result[componentCount + k] = prior + later
        later += counts[k]
      }
      return result
    },
    // Section 3.2: E ln V_k and the sum of E ln (1 - V_l) over the sticks before.
    expectedLogs(concentration) {
      let rest = 0
      return sticks(concentration, (a, b) => {
        const total = digamma(a + b)
        const logWeight = rest + digamma(a) - total
        rest += digamma(b) - total
        return logWeight
      })
    },
    expectations(concentration) {
      let rest = 1
      const weights = sticks(concentration, (a, b) => {
        const weight = (rest * a) / (a + b)
        rest *= b / (a + b)
        return weight
      })
      // Beyond the last stick a little is left over.
      const total = sumOf(weights)
      return weights.map((weight) => weight / total)
    },
    logNorm: (concentration) => sumOf(sticks(concentration, (a, b) => logGamma(a + b) - logGamma(a) - logGamma(b))),
  },
}

function sticks(concentration: Float64Array, of: (a: number, b: number) => number): Float64Array {
  const componentCount = concentration.length / 2
  return Float64Array.from({ length: componentCount }, (_, k) =>
    of(concentration[k], concentration[componentCount + k]),
  )
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}
