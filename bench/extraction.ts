import { defaultRecipe, type Recipe } from '../src/features/recipe'
import { extractFeatures } from '../src/features/extractFeatures'
import { framing } from '../src/features/framing'
import { analysisTables } from '../src/features/analysisTables'
import { frameStretch } from '../src/features/frameAnalyzer'
import { meydaAnalyzer } from '../src/features/meydaAnalyzer'

const lengthSeconds = 120
const meydaSeconds = 10
const repetitions = 3

/**
 * Frames a second on one core: our whole front end (framing, cepstra, deltas, voice activity, the comparison with
 * Meyda) against `Meyda.extract` on the same prepared frames, in the same run.
 */
export default async function extraction(): Promise<void> {
  const rows: Record<string, string | number>[] = []
  for (const [sampleRateHz, deltas] of [
    [8000, 0],
    [16_000, 0],
    [16_000, 2],
    [48_000, 0],
  ] as const) {
    const recipe: Recipe = { ...defaultRecipe, deltas }
    const samples = chirpWithNoise(lengthSeconds * sampleRateHz, sampleRateHz)
    const ours = best(() => framesPerSecond(() => extractFeatures({ samples, sampleRateHz }, recipe).frameCount))
    const meyda = best(() =>
      framesPerSecond(() => extractByMeyda(samples.subarray(0, meydaSeconds * sampleRateHz), sampleRateHz, recipe)),
    )
    rows.push({
      'rate (Hz)': sampleRateHz,
      columns: (recipe.coefficients - 1) * (deltas + 1),
      'frames/s': Math.round(ours),
      'Meyda frames/s': Math.round(meyda),
      ratio: `${(ours / meyda).toFixed(1)} x`,
      'times real time': Math.round(ours * recipe.hopSeconds),
    })
  }
  console.table(rows)
}

function extractByMeyda(samples: Float32Array, sampleRateHz: number, recipe: Recipe): number {
  const frames = framing(recipe, sampleRateHz)
  const count = frames.countIn(samples.length)
  const starts = Int32Array.from({ length: count }, (_, frame) => frames.startOf(frame))
  const found = frameStretch(count, recipe.coefficients, recipe.melFilters)
  meydaAnalyzer(analysisTables(recipe, frames, sampleRateHz)).analyze(samples, starts, count, found)
  return count
}

// The processor's time, not the clock's: other work on the machine then does not count.
function framesPerSecond(extract: () => number): number {
  const before = process.cpuUsage()
  const frames = extract()
  const { user, system } = process.cpuUsage(before)
  return (frames * 1e6) / (user + system)
}

function best(measure: () => number): number {
  return Math.max(...Array.from({ length: repetitions }, measure))
}

function chirpWithNoise(length: number, sampleRateHz: number): Float32Array {
  let state = 1
  return Float32Array.from({ length }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const seconds = i / sampleRateHz
    const loudness = 0.5 + 0.5 * Math.sin(2 * Math.PI * 0.7 * seconds)
    return 0.4 * loudness * Math.sin(2 * Math.PI * (200 + 20 * seconds) * seconds) + 0.02 * (state / 2 ** 31 - 1)
  })
}
