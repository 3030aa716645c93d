/** Where the first of `length` values stands that is NaN or infinite; -1 where all are finite. */
export function firstNotFinite(values: ArrayLike<number>, length: number): number {
  // A finite number times 0 is 0, whatever else is NaN. Four sums do not wait for each other.
  let [a, b, c, d] = [0, 0, 0, 0]
  const fours = length - (length % 4)
  for (let i = 0; i < fours; i += 4) {
    a += values[i] * 0
    b += values[i + 1] * 0
    c += values[i + 2] * 0
    d += values[i + 3] * 0
  }
  let from = a + b + c + d === 0 ? fours : 0
  while (from < length && Number.isFinite(values[from])) from++
  return from < length ? from : -1
}
