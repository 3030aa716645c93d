import { analysisTables } from './analysisTables'
import { extraNames } from './extraNames'
import type { Framing } from './framing'
import { heldMeyda } from './heldMeyda'
import { meydaSettings } from './meydaAnalyzer'
import { meydaExtra, type MeydaExtra } from './meydaExtras'
import { pitchFinder } from './pitch'
import { PreparedFrames } from './preparedFrames'
import type { Recipe } from './recipe'

/** Measures what a recipe wants of each frame beside its cepstrum. */
export interface ExtraAnalyzer {
  readonly columns: number
  /**
   * Writes rows 0 .. count - 1 of `rows`, row-major count x `columns`, in the order of `extraNames`; no value is NaN or
   * infinite: what is not defined is 0, and so is every column of digital silence (all samples equal). Frame i is the `frameLength` samples from `starts[i]`
   * on. Frames of a recording come in order, since flux looks back at the one before.
   */
  analyze(samples: Float32Array, starts: Int32Array, count: number, rows: Float32Array): void
}

interface Place {
  readonly at: number
  readonly width: number
}

/**
 * The extras of a recipe, or null where it has none. All but pitch come from one `Meyda.extract` a frame, which is fed
 * with the same prepared frame as the cepstrum: the recipe's sample scale, offset, pre-emphasis and window, zeros up
 * to the length of the transform. So a recipe without the first three and with Meyda's window measures what a user of
 * Meyda does. Pitch takes the samples as they are.
 * `extraColumnFacts` tells units.
 */
export function extraAnalyzer(recipe: Recipe, framing: Framing, sampleRateHz: number): ExtraAnalyzer | null {
  if (recipe.extras.length === 0) return null
  const tables = analysisTables(recipe, framing, sampleRateHz)
  const settings = meydaSettings(tables)
  const prepared = new PreparedFrames(tables)
  const findPitch = pitchFinder(framing.frameLength, sampleRateHz)
  const byMeyda: (MeydaExtra & Place)[] = []
  let pitchAt: number | null = null
  let columns = 0
  for (const extra of recipe.extras) {
    const width = extraNames({ extras: [extra], melFilters: recipe.melFilters }).length
    if (extra === 'pitch') pitchAt = columns
    else byMeyda.push({ ...meydaExtra(extra, tables), at: columns, width })
    columns += width
  }
  const features = [...new Set(byMeyda.map(({ feature }) => feature))]

  const measure = (rows: Float32Array, row: number, silent: boolean): void => {
    const found = heldMeyda(settings).extract(features, prepared.frame)
    if (!found) throw new TypeError('Meyda returned no features.')
    for (const { at, width, read } of byMeyda) {
      // Silence is read too, for flux to look back at.
      const values = read(found, prepared.frame)
      for (let i = 0; i < width; i++) {
        rows[row + at + i] = silent ? 0 : finite(typeof values === 'number' ? values : values[i])
      }
    }
  }
  return {
    columns,
    analyze(samples, starts, count, rows) {
      for (let i = 0; i < count; i++) {
        const row = i * columns
        if (features.length > 0) {
          const { silent } = prepared.prepare(samples, starts[i])
          measure(rows, row, silent)
        }
        if (pitchAt !== null) {
          const { pitchHz, voicing } = findPitch(samples, starts[i])
          rows[row + pitchAt] = pitchHz
          rows[row + pitchAt + 1] = voicing
        }
      }
    },
  }
}

/** The value as a float32, or 0 where that is no finite number. */
function finite(value: number): number {
  const rounded = Math.fround(value)
  return Number.isFinite(rounded) ? rounded : 0
}
