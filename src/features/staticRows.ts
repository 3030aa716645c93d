import { cepstrumColumns, logEnergyOf } from './cepstrumColumns'
import type { ExtraAnalyzer } from './extraAnalyzer'
import type { FrameAnalysis } from './frameAnalysis'
import type { SeeFrames } from './frameCutter'
import { flatnessMeter } from './flatnessMeter'
import type { LevelLog } from './frameLevels'
import type { Recipe } from './recipe'
import { rowsAtOnce, type RowStage } from './rowStage'

/**
 * Turns frames into what each says by itself: the cepstrum's columns, then the extras. Where the recipe limits the dynamic
 * range the cepstrum has to wait, and a row has instead what `dynamicRange` takes: the logarithms of the filters, the
 * logarithm of the energy, the extras. The levels of frames are in `levels` before their rows go on.
 */
export function staticRows(
  recipe: Recipe,
  { analyzer, found, tables }: FrameAnalysis,
  extras: ExtraAnalyzer | null,
  levels: LevelLog,
  next: Pick<RowStage, 'push'>,
): { readonly columns: number; readonly see: SeeFrames } {
  const { coefficients, melFilters, energy } = recipe
  const waits = recipe.dynamicRangeDb > 0
  const cepstrum = cepstrumColumns(recipe)
  const behind = waits ? melFilters + 1 : cepstrum.count
  const extraColumns = extras?.columns ?? 0
  const columns = behind + extraColumns
  // Made for the first stretch, which is the longest and, of a short recording, the only one.
  let rows = new Float32Array(0)
  let extraRows = rows
  const flatnessOf = recipe.voiceActivity === 'spectralFlatness' ? flatnessMeter(tables) : null
  const flatness = new Float32Array(flatnessOf === null ? 0 : rowsAtOnce)
  const see: SeeFrames = (samples, starts, count) => {
    if (rows.length < count * columns) {
      rows = new Float32Array(count * columns)
      extraRows = new Float32Array(count * extraColumns)
    }
    analyzer.analyze(samples, starts, count, found)
    extras?.analyze(samples, starts, count, extraRows)
    if (flatnessOf !== null) for (let i = 0; i < count; i++) flatness[i] = flatnessOf(found.logBands, i * melFilters)
    levels.push(found.variances, flatness, count)
    for (let i = 0; i < count; i++) {
      const row = i * columns
      const logEnergy = energy === 'logEnergy' ? logEnergyOf(recipe, found.energies[i]) : 0
      if (waits) {
        for (let band = 0; band < melFilters; band++) rows[row + band] = found.logBands[i * melFilters + band]
        rows[row + melFilters] = logEnergy
      } else cepstrum.place(rows, row, found.cepstra, i * coefficients, logEnergy)
      for (let j = 0; j < extraColumns; j++) rows[row + behind + j] = extraRows[i * extraColumns + j]
    }
    next.push(rows, count)
  }
  return { columns, see }
}
