import type { Recipe } from './recipe'

/**
 * The matrix that turns logarithms of filters into cepstral coefficients: row-major `coefficients` x `melFilters`, DCT-II
 * in the recipe's scale, with the lifter in it. Unnormalized times 2 as Meyda's dependency `dct` has it; orthonormal as
 * in Kaldi and librosa; sqrt(2 / N) throughout as HTK (HTK Book 3.4, eq. 5.14), whose c0 is so sqrt(2) larger than the
 * orthonormal one. Lifter: 1 + L/2 sin(pi n / L) (HTK Book, eq. 5.15), which leaves c0 as it is.
 */
export function cosineTransform(
  recipe: Pick<Recipe, 'melFilters' | 'coefficients' | 'cosineTransform' | 'lifter'>,
): Float64Array {
  const { melFilters: filters, coefficients, cosineTransform: scale, lifter } = recipe
  const matrix = new Float64Array(coefficients * filters)
  for (let n = 0; n < coefficients; n++) {
    const weight = scaleOf(scale, n, filters) * (lifter > 0 ? 1 + (lifter / 2) * Math.sin((Math.PI * n) / lifter) : 1)
    for (let band = 0; band < filters; band++) {
      matrix[n * filters + band] = weight * Math.cos((Math.PI * n * (band + 0.5)) / filters)
    }
  }
  return matrix
}

function scaleOf(scale: Recipe['cosineTransform'], n: number, filters: number): number {
  switch (scale) {
    case 'meyda':
      return 2
    case 'orthonormal':
      return Math.sqrt((n === 0 ? 1 : 2) / filters)
    case 'htk':
      return Math.sqrt(2 / filters)
  }
}
