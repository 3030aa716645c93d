/**
 * How much sound counts as one independent observation when scores become probabilities, in seconds.
 *
 * Neighbouring frames overlap and speech holds still for about a syllable's part, so adding up the log-likelihoods of
 * all frames as if they were independent answers 1.000 to everything. Counting one observation every tenth of a second
 * keeps doubt visible in short recordings. It is a stated convention, not a calibration: on spoken digits with ample
 * training material it is close to the best between 0.02 and 0.3 s, with a single recording a label it is still too sure.
 */
export const secondsPerObservation = 0.1

/** How many independent observations the kept frames of a recording amount to; at least one. */
export function observationsIn(frameCount: number, hopSeconds: number): number {
  return Math.max(1, (frameCount * hopSeconds) / secondsPerObservation)
}

/**
 * Probabilities of the labels from their mean per-frame log-likelihoods: softmax(score x n + ln prior), n being how many
 * independent observations the recording's kept frames amount to (at least one). Without priors all labels are as likely
 * beforehand.
 */
export function posterior(
  scores: ArrayLike<number>,
  frameCount: number,
  hopSeconds: number,
  priors: readonly number[] | null = null,
): Float64Array {
  const observations = observationsIn(frameCount, hopSeconds)
  const values = Float64Array.from(scores, (score, l) => score * observations + (priors ? Math.log(priors[l]) : 0))
  const highest = values.reduce((a, b) => Math.max(a, b), -Infinity)
  const shares = values.map((value) => Math.exp(value - highest))
  const total = shares.reduce((a, b) => a + b, 0)
  return shares.map((share) => share / total)
}
