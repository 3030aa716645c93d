/** Of a label's recordings, how many were hits. */
export interface LabelCount {
  readonly hits: number
  readonly trials: number
}

/** How many recordings of the next label are looked ahead to. */
const lookedAhead = 100

/** Mean rates of the labels that are weighed against each other, and how alike labels are: a + b of the beta distribution. */
const means = Array.from({ length: 60 }, (_, i) => 1 / (1 + Math.exp(-(-7 + (14 * i) / 59))))
const concentrations = Array.from({ length: 26 }, (_, i) => 0.1 * 1.4 ** i)

/**
 * The 95 % interval of the rate to be met in 100 recordings of a label that was not among those counted. Each label has a
 * rate of its own, drawn from a beta distribution, and hits are drawn by it; over the distribution's mean and concentration
 * the posterior is summed up on a grid (Gelman et al. 2013, "Bayesian data analysis", sect. 5.3). Beforehand the mean has
 * Jeffreys' prior, and the logarithm of the concentration, from 0.1 to about 450, is as likely here as there. So a few
 * labels, however many recordings they have, promise little of the next. Without labels the interval is [0, 1].
 */
export function nextLabelInterval(labels: readonly LabelCount[]): [number, number] {
  const counted = labels.filter(({ trials }) => trials > 0)
  if (counted.length === 0) return [0, 1]
  const points = means.flatMap((mean) => concentrations.map((concentration) => ({ mean, concentration })))
  const weights = points.map(({ mean, concentration }) => {
    const [a, b] = [mean * concentration, (1 - mean) * concentration]
    // Jeffreys' prior is flat in the arcsine of the root; on a grid even in log odds that is the root of m (1 - m).
    return counted.reduce((sum, count) => sum + logLikelihood(count, a, b), 0.5 * Math.log(mean * (1 - mean)))
  })
  const highest = weights.reduce((a, b) => Math.max(a, b), -Infinity)
  const next = new Float64Array(lookedAhead + 1)
  points.forEach(({ mean, concentration }, p) => {
    const weight = Math.exp(weights[p] - highest)
    if (weight < 1e-9) return
    addHits(next, mean * concentration, (1 - mean) * concentration, weight)
  })
  return [quantile(next, 0.025), quantile(next, 0.975)]
}

/** Of hits in one order, so without the binomial coefficient, which is the same for all a and b. */
function logLikelihood({ hits, trials }: LabelCount, a: number, b: number): number {
  return logRising(a, hits) + logRising(b, trials - hits) - logRising(a + b, trials)
}

/** ln x (x + 1) ... (x + count - 1). */
function logRising(x: number, count: number): number {
  let sum = 0
  for (let i = 0; i < count; i++) sum += Math.log(x + i)
  return sum
}

/** Adds the probabilities of 0 to 100 hits, times a weight. */
function addHits(into: Float64Array, a: number, b: number, weight: number): void {
  let probability = weight * Math.exp(logRising(b, lookedAhead) - logRising(a + b, lookedAhead))
  for (let k = 0; k <= lookedAhead; k++) {
    into[k] += probability
    probability *= ((lookedAhead - k) / (k + 1)) * ((a + k) / (b + lookedAhead - k - 1))
  }
}

function quantile(probabilities: Float64Array, share: number): number {
  const total = probabilities.reduce((a, b) => a + b, 0)
  let sum = 0
  for (let k = 0; k < probabilities.length; k++) {
    sum += probabilities[k] / total
    if (sum >= share) return k / lookedAhead
  }
  return 1
}
