import type { ExaminedFit, FitFinding, FittedFrames } from './fitFinding'
import { counted, named } from './wording'

/** A column whose variance is below so many times `regCovar` is more blurred than told apart. */
const blurredBelow = 10

/** Columns in which `regCovar` decides more than the frames. */
export function flatColumnsOf(variances: Float64Array, regCovar: number): ReadonlySet<number> {
  return new Set(Array.from(variances.keys()).filter((column) => variances[column] <= blurredBelow * regCovar))
}

export function constantColumns(_fit: ExaminedFit, { weight, variances }: FittedFrames): FitFinding | null {
  const columns = Array.from(variances.keys()).filter((column) => variances[column] === 0)
  if (columns.length === 0) return null
  return {
    kind: 'constant-columns',
    components: [],
    sentence:
      `${named('Column', columns)} ${columns.length === 1 ? 'holds' : 'hold'} the same value in all ` +
      `${counted(weight, 'frame')} and cannot tell anything apart.`,
    remedy: 'Leave digital silence out, or change the recipe.',
  }
}

export function narrowColumns({ options }: ExaminedFit, { variances, flatColumns }: FittedFrames): FitFinding | null {
  const columns = [...flatColumns].filter((column) => variances[column] > 0)
  if (columns.length === 0) return null
  const least = columns.reduce((lowest, column) => Math.min(lowest, variances[column]), Infinity)
  return {
    kind: 'narrow-columns',
    components: [],
    sentence:
      `${named('Column', columns)} ${columns.length === 1 ? 'varies' : 'vary'} so little (variance ` +
      `${least.toPrecision(2)}) that regCovar (${options.regCovar}), which is added to every variance, blurs what ` +
      `${columns.length === 1 ? 'it tells' : 'they tell'}.`,
    remedy: 'Lower regCovar, or scale the columns up.',
  }
}
