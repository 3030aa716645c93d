import type { Frames } from '../../mixture/frames'

/** Which second moments are kept: of each column alone, or of each pair (the lower triangle, row by row). */
export type MomentsForm = 'full' | 'diagonal'

/** With more columns than this a segment of a few seconds cannot tell how they move together. */
const mostFullColumns = 32

/** What one Gaussian is made of, for some frames: sums about a center that all moments share, so that no digits cancel. */
export interface GaussianMoments {
  readonly form: MomentsForm
  /** How many frames. */
  count: number
  /** D. */
  readonly sums: Float64Array
  /** D, or D (D + 1) / 2. */
  readonly products: Float64Array
}

export function momentsFormOf(dimensions: number): MomentsForm {
  return dimensions > mostFullColumns ? 'diagonal' : 'full'
}

export function emptyMoments(dimensions: number): GaussianMoments {
  const form = momentsFormOf(dimensions)
  const pairs = form === 'full' ? (dimensions * (dimensions + 1)) / 2 : dimensions
  return { form, count: 0, sums: new Float64Array(dimensions), products: new Float64Array(pairs) }
}

/** The moments of frames [from, to) about `center`. */
export function momentsOf(frames: Frames, from: number, to: number, center: Float64Array): GaussianMoments {
  const { dimensions, data } = frames
  const moments = emptyMoments(dimensions)
  const { sums, products, form } = moments
  const row = new Float64Array(dimensions)
  for (let i = from; i < to; i++) {
    for (let j = 0; j < dimensions; j++) {
      row[j] = data[i * dimensions + j] - center[j]
      sums[j] += row[j]
    }
    if (form === 'diagonal') for (let j = 0; j < dimensions; j++) products[j] += row[j] * row[j]
    else for (let j = 0, at = 0; j < dimensions; j++) for (let l = 0; l <= j; l++) products[at++] += row[j] * row[l]
  }
  moments.count = to - from
  return moments
}

/** Those of all their frames together; the list must not be empty. */
export function sumOfMoments(list: readonly GaussianMoments[]): GaussianMoments {
  const total = emptyMoments(list[0].sums.length)
  for (const { count, sums, products } of list) {
    total.count += count
    for (let j = 0; j < sums.length; j++) total.sums[j] += sums[j]
    for (let j = 0; j < products.length; j++) total.products[j] += products[j]
  }
  return total
}

/** D variances of the frames. */
export function variancesOf({ form, count, sums, products }: GaussianMoments): Float64Array {
  return sums.map((sum, j) => {
    const square = products[form === 'full' ? (j * (j + 3)) / 2 : j]
    return Math.max(0, square / count - (sum / count) ** 2)
  })
}
