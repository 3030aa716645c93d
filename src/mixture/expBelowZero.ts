/** Steps of the table to a factor of 2. */
const steps = 32

/** No argument lies lower: exp(-64) = 1.6e-28 is far beyond what float64 can add to 1. */
const lowest = -64

const stepsPerUnit = steps / Math.LN2

// ln 2 / 32 in two parts: the first is short, so that its product with a table index is exact; the second holds the digits
// that follow, and those of ln 2 that Math.LN2 has no room for.
const stepHigh = Math.fround(Math.LN2 / steps)
const stepLow = Math.LN2 / steps - stepHigh + 2.3190468138462996e-17 / steps

const table = Float64Array.from(
  { length: Math.ceil(-lowest * stepsPerUnit) + 2 },
  (_, i) => Math.pow(2, -(i % steps) / steps) * Math.pow(2, -Math.floor(i / steps)),
)

/**
 * exp(x) for x from -64 to 0, to 2 units in the last place. Math.exp leaves the compiled loop with every call, and a
 * fit calls it once for each frame and component; this one is inlined: a table of 2^(-i/32) and a series for the rest.
 */
export function expBelowZero(x: number): number {
  const i = (0.5 - x * stepsPerUnit) | 0
  const r = x + i * stepHigh + i * stepLow
  const square = r * r
  const series = r + square * (0.5 + r * (1 / 6) + square * (1 / 24 + r * (1 / 120) + square * (1 / 720)))
  const power = table[i]
  return power + power * series
}
