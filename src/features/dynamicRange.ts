import { cepstrumColumns } from './cepstrumColumns'
import type { Recipe } from './recipe'
import { RowSpool, type SpoolOptions } from './rowSpool'
import { rowsAtOnce, type RowStage } from './rowStage'

/**
 * The smallest logarithm that is left of a filter's sum where the recording's largest is `loudest`: `dynamicRangeDb` below
 * it, in the logarithm that the recipe takes. Sums of magnitudes fall by 20 dB where they become ten times smaller, sums of
 * powers by 10 dB.
 */
export function quietestLog(
  { dynamicRangeDb, logarithm, spectrum }: Pick<Recipe, 'dynamicRangeDb' | 'logarithm' | 'spectrum'>,
  loudest: number,
): number {
  const tenfolds = dynamicRangeDb / (spectrum === 'power' ? 10 : 20)
  switch (logarithm) {
    case 'decibel':
      return loudest - 10 * tenfolds
    case 'ln':
      return loudest - Math.LN10 * tenfolds
    case 'lnOnePlus':
      return Math.log1p(Math.expm1(loudest) * 10 ** -tenfolds)
  }
}

/**
 * Limits how far a filter's logarithm lies below the loudest of the whole recording (`top_db` of librosa's `power_to_db`),
 * then takes the cosine transform, which had to wait for that. Rows come in as the logarithms of `recipe.melFilters`
 * filters, the logarithm of the frame's energy, and `extras` more columns; they go on as the cepstrum's columns and the
 * same extras. No row goes on before the last has come.
 *
 * @param cosines row-major coefficients x filters.
 */
export function dynamicRange(
  { recipe, cosines, extras }: { readonly recipe: Recipe; readonly cosines: Float64Array; readonly extras: number },
  spooling: SpoolOptions,
  next: RowStage,
): RowStage & Disposable {
  const { melFilters: filters, coefficients } = recipe
  const cepstrum = cepstrumColumns(recipe)
  const columns = filters + 1 + extras
  const width = cepstrum.count + extras
  const spool = new RowSpool(columns, spooling)
  const bands = new Float64Array(filters)
  const cepstra = new Float32Array(coefficients)
  let out = new Float32Array(rowsAtOnce * width)
  let loudest = -Infinity
  return {
    push(rows, count) {
      for (let row = 0; row < count * columns; row += columns) {
        for (let band = 0; band < filters; band++) if (rows[row + band] > loudest) loudest = rows[row + band]
      }
      spool.push(rows, count)
    },
    finish() {
      const quietest = quietestLog(recipe, loudest)
      spool.read((rows, count) => {
        if (out.length < count * width) out = new Float32Array(count * width)
        for (let i = 0; i < count; i++) {
          const row = i * columns
          for (let band = 0; band < filters; band++) bands[band] = Math.max(rows[row + band], quietest)
          for (let coefficient = 0, at = 0; coefficient < coefficients; coefficient++) {
            let sum = 0
            for (let band = 0; band < filters; band++, at++) sum += cosines[at] * bands[band]
            cepstra[coefficient] = sum
          }
          cepstrum.place(out, i * width, cepstra, 0, rows[row + filters])
          for (let j = 0; j < extras; j++) out[i * width + cepstrum.count + j] = rows[row + filters + 1 + j]
        }
        next.push(out, count)
      })
      spool.close()
      next.finish()
    },
    [Symbol.dispose]: () => spool.close(),
  }
}
