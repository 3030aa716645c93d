import { analysisTables, meansMeydasMfcc, type AnalysisTables } from './analysisTables'
import { fastAnalyzer } from './fastAnalyzer'
import { frameStretch, type FrameStretch } from './frameAnalyzer'
import { framing, type Framing } from './framing'
import { meydaAnalyzer } from './meydaAnalyzer'
import type { Recipe } from './recipe'
import { referenceAnalyzer } from './referenceAnalyzer'
import { rowsAtOnce } from './rowStage'
import { checkRecipe } from './validateRecipe'
import { WatchedAnalyzer } from './watchedAnalyzer'

/** How frames are analyzed under a recipe at a rate: tables, and scratch space that is only used within one call. */
export interface FrameAnalysis {
  readonly framing: Framing
  readonly tables: AnalysisTables
  readonly analyzer: WatchedAnalyzer
  /** Room for `rowsAtOnce` frames. */
  readonly found: FrameStretch
}

/** So many recipes and rates are in use at once at most: recordings of a project, and a preview beside them. */
const mostKept = 4
const kept = new Map<string, FrameAnalysis>()
/** Recordings that are extracted together are given one and the same recipe. */
let latest: { readonly recipe: Recipe; readonly sampleRateHz: number; readonly analysis: FrameAnalysis } | null = null

/**
 * The analysis of a recipe at a rate, made once in each thread: for recordings of half a second, making it takes longer
 * than using it.
 *
 * @throws CepstraError RECIPE_INVALID
 */
export function frameAnalysis(recipe: Recipe, sampleRateHz: number): FrameAnalysis {
  if (latest?.recipe === recipe && latest.sampleRateHz === sampleRateHz) return latest.analysis
  const key = JSON.stringify([sampleRateHz, recipe])
  const analysis = kept.get(key) ?? make(recipe, sampleRateHz)
  latest = { recipe, sampleRateHz, analysis }
  // The last one used stands last.
  kept.delete(key)
  kept.set(key, analysis)
  const [oldest] = kept.keys()
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
  return analysis
}

function make(recipe: Recipe, sampleRateHz: number): FrameAnalysis {
  checkRecipe(recipe, sampleRateHz)
  const frames = framing(recipe, sampleRateHz)
  const tables = analysisTables(recipe, frames, sampleRateHz)
  const slow = meansMeydasMfcc(recipe) ? meydaAnalyzer(tables) : referenceAnalyzer(tables)
  return {
    framing: frames,
    tables,
    analyzer: new WatchedAnalyzer(tables, fastAnalyzer(tables), slow),
    found: frameStretch(rowsAtOnce, recipe.coefficients, recipe.melFilters),
  }
}
