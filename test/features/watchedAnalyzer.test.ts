import { describe, expect, test } from 'vitest'
import { analysisTables } from '../../src/features/analysisTables'
import { frameStretch, type FrameAnalyzer } from '../../src/features/frameAnalyzer'
import { framing } from '../../src/features/framing'
import { meydaAnalyzer } from '../../src/features/meydaAnalyzer'
import { defaultRecipe } from '../../src/features/recipe'
import { referenceAnalyzer } from '../../src/features/referenceAnalyzer'
import { relativeDifference, WatchedAnalyzer } from '../../src/features/watchedAnalyzer'
import { randomFrame } from './randomFrame'

const recipe = { ...defaultRecipe, coefficients: 13 }
const tables = analysisTables(recipe, framing(recipe, 8000), 8000)
const fast = referenceAnalyzer(tables)
const slow = meydaAnalyzer(tables)
const samples = randomFrame(256, 4).map((value) => value / 32768)

function cepstraBy(analyzer: FrameAnalyzer): Float32Array {
  const found = frameStretch(1, 13, 26)
  analyzer.analyze(samples, Int32Array.of(0), 1, found)
  return found.cepstra
}

/** The fast way with its coefficients changed. */
function changed(change: (cepstra: Float32Array) => void): FrameAnalyzer {
  return {
    analyze(...given) {
      fast.analyze(...given)
      change(given[3].cepstra)
    },
  }
}

describe('the watch over the fast way', () => {
  test('lets it go on while it agrees', () => {
    const watched = new WatchedAnalyzer(tables, fast, slow)
    expect(cepstraBy(watched)).toEqual(cepstraBy(fast))
    expect(watched.disagreement).toBeNull()
  })

  test.each([
    ['differs by more than 1e-4 relative', (cepstra: Float32Array) => void (cepstra[0] *= 1.001)],
    ['is not a number', (cepstra: Float32Array) => void cepstra.fill(NaN)],
  ])('gives it up for the slow one where it %s', (_, change) => {
    const watched = new WatchedAnalyzer(tables, changed(change), slow)
    expect(cepstraBy(watched)).toEqual(cepstraBy(slow))
    expect(watched.disagreement).not.toBeNull()
  })

  test('does not mind rounding', () => {
    const watched = new WatchedAnalyzer(
      tables,
      changed((cepstra) => void (cepstra[0] *= 1.00001)),
      slow,
    )
    cepstraBy(watched)
    expect(watched.disagreement).toBeNull()
  })
})

test('a difference is relative to the largest coefficient', () => {
  expect(relativeDifference([100, 1], [100, 2])).toBe(0.01)
  expect(relativeDifference([0, 0], [0, 0.5])).toBe(0.5)
})
