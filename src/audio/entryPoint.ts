/** A place in a file from which on it can be decoded, and the sample (or granule) that stands there. */
export interface EntryPoint {
  readonly position: number
  readonly sample: number
}

/**
 * The last entry point at or before `sample`, by bisection over the bytes from `first` up to `end`, to within `within`
 * bytes: an earlier one may be returned when the right one stands so close behind it. `after` finds the first entry
 * point at or behind a position; the samples of entry points must not fall with their positions.
 */
export async function findEntryPoint(
  first: EntryPoint,
  end: number,
  sample: number,
  within: number,
  after: (position: number) => Promise<EntryPoint | null>,
): Promise<EntryPoint> {
  let low = first
  let high = end
  while (high - low.position > within) {
    const middle = Math.floor((low.position + high) / 2)
    const found = await after(middle)
    if (found === null || found.position >= high || found.sample > sample) high = middle
    else if (found.position > low.position) low = found
    else break
  }
  return low
}
