/** From here on the asymptotic series below reach the last digit of float64. */
const seriesFrom = 10

/** B_2n / (2n (2n - 1)), the coefficients of 1 / x^(2n - 1) in ln gamma. */
const logGammaSeries = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400]

/** B_2n / 2n, the coefficients of 1 / x^2n in digamma. */
const digammaSeries = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12, -3617 / 8160]

const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI)

/**
 * ln gamma(x) for x > 0, to 1e-14 of the larger of 1 and itself: Stirling's series (NIST DLMF 5.11.1) above 10, and below
 * that by ln gamma(x) = ln gamma(x + 1) - ln x (5.5.1).
 */
export function logGamma(x: number): number {
  let product = 1
  let at = x
  for (; at < seriesFrom; at++) product *= at
  const inverse = 1 / at
  const correction = inverse * evenPowers(logGammaSeries, inverse)
  return (at - 0.5) * Math.log(at) - at + halfLogTwoPi + correction - Math.log(product)
}

/**
 * The derivative of ln gamma(x) for x > 0, to 1e-14 of the larger of 1 and itself: the asymptotic series (NIST DLMF
 * 5.11.2) above 10, and below that by digamma(x) = digamma(x + 1) - 1 / x (5.5.2).
 */
export function digamma(x: number): number {
  let steps = 0
  let at = x
  for (; at < seriesFrom; at++) steps += 1 / at
  const inverse = 1 / at
  return Math.log(at) - 0.5 * inverse - inverse * inverse * evenPowers(digammaSeries, inverse) - steps
}

/** c_0 + c_1 y^2 + c_2 y^4 + ... */
function evenPowers(coefficients: readonly number[], y: number): number {
  const square = y * y
  return coefficients.reduceRight((sum, coefficient) => sum * square + coefficient, 0)
}
