import { choleskyOf } from '../covariance'
import { covarianceMatrix, type GaussianMixture } from '../gaussianMixture'
import type { ExaminedFit, FitFinding, FittedFrames } from './fitFinding'
import { counted } from './wording'

/** A variance up to so many times `regCovar` owes it at least half of itself. */
const owedTo = 2

/** Rounding may leave a variance on the floor, or a direction of a matrix, this part above it. */
const onFloor = 1 + 1e-9

/** Variances, or directions of matrices, that only the variance floor keeps from being smaller. */
export function atFloor({ mixture, options }: ExaminedFit, { flatColumns }: FittedFrames): FitFinding | null {
  const floor = options.varianceFloor ?? null
  if (floor === null) return null
  const level =
    mixture.covarianceType === 'spherical'
      ? floor.map(() => floor.reduce((sum, v) => sum + v, 0) / floor.length)
      : floor
  const held = heldUp(mixture, flatColumns, (column) => level[column] * onFloor)
  if (held.places === 0) return null
  return {
    kind: 'at-floor',
    components: held.components,
    sentence: `${placesOf(mixture, held)} ${held.places === 1 ? 'rests' : 'rest'} on the variance floor.`,
    remedy: 'Usual for short recordings; fewer components need it less.',
  }
}

/** Variances, or directions of matrices, to which the frames add no more than `regCovar`; those on the floor apart. */
export function atRegCovar({ mixture, options }: ExaminedFit, { flatColumns }: FittedFrames): FitFinding | null {
  const { regCovar } = options
  const floor = options.varianceFloor ?? null
  const held = heldUp(mixture, flatColumns, (column) => {
    const limit = owedTo * regCovar
    return floor !== null && floor[column] >= limit ? 0 : limit
  })
  if (held.places === 0) return null
  const matrices = mixture.covarianceType === 'full' || mixture.covarianceType === 'tied'
  return {
    kind: 'at-reg-covar',
    components: held.components,
    sentence:
      `${placesOf(mixture, held)} fell to no more than regCovar (${regCovar}): ` +
      (matrices
        ? 'the frames are too few, or too alike, to span all columns.'
        : `${held.components.length === 1 ? 'that component sits' : 'those components sit'} on a few equal or almost ` +
          'equal frames.'),
    remedy: `Leave digital silence out, raise regCovar or set a variance floor, ${
      matrices ? 'choose diagonal covariances, ' : ''
    }or ask for fewer components.`,
  }
}

interface HeldUp {
  /** Variances (diag, spherical) or matrices (full, tied) that are held up. */
  readonly places: number
  readonly components: readonly number[]
}

/** What has, in some column or direction, no more variance than the diagonal matrix of limits; 0 is no limit. */
function heldUp(
  mixture: GaussianMixture,
  flatColumns: ReadonlySet<number>,
  limitOf: (column: number) => number,
): HeldUp {
  const { covarianceType, componentCount, dimensions, covariances } = mixture
  const columns = Array.from({ length: dimensions }, (_, j) => j).filter((j) => !flatColumns.has(j) && limitOf(j) > 0)
  const all = Array.from({ length: componentCount }, (_, k) => k)
  if (columns.length === 0) return { places: 0, components: [] }
  const placesIn = (k: number): number => {
    if (covarianceType === 'diag') {
      return columns.filter((column) => covariances[k * dimensions + column] <= limitOf(column)).length
    }
    if (covarianceType === 'spherical') return covariances[k] <= limitOf(columns[0]) ? 1 : 0
    return reaches(covarianceMatrix(mixture, k), dimensions, columns, limitOf) ? 1 : 0
  }
  if (covarianceType === 'tied') return placesIn(0) > 0 ? { places: 1, components: all } : { places: 0, components: [] }
  const places = all.map(placesIn)
  return { places: places.reduce((sum, count) => sum + count, 0), components: all.filter((k) => places[k] > 0) }
}

/** Whether a matrix less the limits is no longer positive definite: then some direction has no more variance than they. */
function reaches(
  matrix: Float64Array,
  dimensions: number,
  columns: readonly number[],
  limitOf: (column: number) => number,
): boolean {
  const size = columns.length
  const rest = Float64Array.from({ length: size * size }, (_, at) => {
    const [row, column] = [columns[Math.floor(at / size)], columns[at % size]]
    return matrix[row * dimensions + column] - (row === column ? limitOf(column) : 0)
  })
  return choleskyOf(rest, size) === null
}

function placesOf({ covarianceType, componentCount, dimensions }: GaussianMixture, held: HeldUp): string {
  const inComponents = `${held.components.length} of ${counted(componentCount, 'component')}`
  switch (covarianceType) {
    case 'diag':
      return `${held.places} of ${counted(componentCount * dimensions, 'variance')} (in ${inComponents})`
    case 'spherical':
      return `${held.places} of ${counted(componentCount, 'variance')}`
    case 'full':
      return `Some direction${held.places === 1 ? '' : 's'} of ${held.places} of ${counted(componentCount, 'full covariance')}`
    case 'tied':
      return 'Some direction of the tied covariance'
  }
}
