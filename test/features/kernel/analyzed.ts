import { analysisTables, type AnalysisTables } from '../../../src/features/analysisTables'
import { frameStretch, type FrameAnalyzer, type FrameStretch } from '../../../src/features/frameAnalyzer'
import { framing } from '../../../src/features/framing'
import { defaultRecipe, type Recipe } from '../../../src/features/recipe'

export function tablesFor(options: Partial<Recipe>, sampleRateHz: number): AnalysisTables {
  const recipe = { ...defaultRecipe, ...options }
  return analysisTables(recipe, framing(recipe, sampleRateHz), sampleRateHz)
}

/** What an analyzer finds in the frames that begin at `starts`. */
export function analyzed(
  analyzer: FrameAnalyzer,
  { coefficients, bank }: AnalysisTables,
  samples: Float32Array,
  starts: readonly number[],
): FrameStretch {
  const found = frameStretch(starts.length, coefficients, bank.bands)
  analyzer.analyze(samples, Int32Array.from(starts), starts.length, found)
  return found
}

/** Starts of all whole frames, one every `hop` samples. */
export function startsIn(samples: Float32Array, frameLength: number, hop: number): number[] {
  return Array.from({ length: 1 + Math.floor((samples.length - frameLength) / hop) }, (_, i) => i * hop)
}

/** Largest difference of each kind, relative to the largest number of its frame, but at least to `least`. */
export function differences(
  measured: FrameStretch,
  reference: FrameStretch,
  least = 1,
): Record<keyof FrameStretch, number> {
  const frames = reference.energies.length
  const largestOf = (kind: keyof FrameStretch): number => {
    const [a, b] = [measured[kind], reference[kind]]
    const width = b.length / frames
    let worst = 0
    for (let frame = 0; frame < frames; frame++) {
      let size = least
      let difference = 0
      for (let i = frame * width; i < (frame + 1) * width; i++) {
        size = Math.max(size, Math.abs(b[i]))
        // Written so that a NaN counts.
        if (!(Math.abs(a[i] - b[i]) <= difference)) difference = Math.abs(a[i] - b[i])
      }
      if (!(difference / size <= worst)) worst = difference / size
    }
    return worst
  }
  return {
    cepstra: largestOf('cepstra'),
    logBands: largestOf('logBands'),
    energies: largestOf('energies'),
    variances: largestOf('variances'),
  }
}
