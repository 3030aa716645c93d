/** Value of a polynomial at `x`, coefficients from the constant on. */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0)
}

const middle = {
  over: [3.3871327179, 50.434271938, 159.29113202, 59.10937472],
  under: [1, 17.895169469, 78.757757664, 67.1875636],
}
const near = {
  over: [1.4234372777, 2.75681539, 1.3067284816, 0.17023821103],
  under: [1, 0.7370016425, 0.12021132975],
}
const far = {
  over: [6.657905115, 3.081226386, 0.42868294337, 0.017337203997],
  under: [1, 0.24197894225, 0.012258202635],
}

/**
 * The value that a standard normal variable stays below with this probability, to about seven digits: algorithm AS 241,
 * PPND7 (Wichura 1988, "The percentage points of the normal distribution"). 0 and 1 give the infinities.
 */
export function normalDeviate(probability: number): number {
  if (!(probability > 0)) return -Infinity
  if (probability >= 1) return Infinity
  const fromHalf = probability - 0.5
  if (Math.abs(fromHalf) <= 0.425) {
    const x = 0.180625 - fromHalf * fromHalf
    return (fromHalf * polynomial(middle.over, x)) / polynomial(middle.under, x)
  }
  const tail = Math.sqrt(-Math.log(fromHalf < 0 ? probability : 1 - probability))
  const { over, under, x } = tail <= 5 ? { ...near, x: tail - 1.6 } : { ...far, x: tail - 5 }
  const deviate = polynomial(over, x) / polynomial(under, x)
  return fromHalf < 0 ? -deviate : deviate
}
