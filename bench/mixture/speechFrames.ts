import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { extractFeatures } from '../../src/features/extractFeatures'
import { defaultRecipe, type Recipe } from '../../src/features/recipe'
import { seededRandom } from '../../src/mixture/random'

const samples = resolve(import.meta.dirname, '../../resources/samples')
const sampleRateHz = 16_000

/** Each recording is extracted from this many beginnings, a part of a hop apart: that many times as many real frames. */
const beginnings = 4

/** How far a drawn frame is moved in each column, in standard deviations of the column. */
const jitter = 0.05

/** Row-major float32 frames on shared memory, `count` x `dimensions`. */
export interface SpeechFrames {
  readonly data: Float32Array
  readonly count: number
  readonly dimensions: number
}

/** What the frames are, for the tables. */
export const speechFramesAre =
  'cepstra (c0 to c12; with deltas and delta-deltas for 39 columns) of the twelve sample voices in resources/samples ' +
  `at ${sampleRateHz} Hz, taken every 10 ms from ${beginnings} beginnings 2.5 ms apart, frames without speech left out, ` +
  `drawn with replacement, each column moved by a normal of ${jitter} of its standard deviation`

/** The cepstra that `dimensions` columns are taken from: 13 or 39 in the usual way, any others from a larger recipe. */
function recipeFor(dimensions: number): Recipe {
  const common = { ...defaultRecipe, energy: 'c0' } as const
  if (dimensions <= 13) return { ...common, coefficients: 13 }
  if (dimensions <= 39) return { ...common, coefficients: 13, deltas: 2 }
  return { ...common, coefficients: 40, melFilters: 40, deltas: 2 }
}

/** `count` frames of the sample voices, the same for the same sizes; see {@link speechFramesAre}. */
export async function speechFrames(count: number, dimensions: number): Promise<SpeechFrames> {
  const draw = await speechFrameSource(dimensions)
  return draw(count)
}

/** Draws frames of the sample voices: other ones at each call, and the same ones in each run. */
export async function speechFrameSource(dimensions: number): Promise<(count: number) => SpeechFrames> {
  const { data: source, count: spokenCount, deviations } = await extracted(recipeFor(dimensions), dimensions)
  const random = seededRandom(dimensions)
  // Normals are drawn once and read from a place that is drawn: 10 million frames take a second instead of ten.
  const normals = Float32Array.from({ length: 65_536 + dimensions }, () => jitter * random.normal())
  return (count) => {
    const data = new Float32Array(new SharedArrayBuffer(4 * count * dimensions))
    for (let i = 0, at = 0; i < count; i++) {
      const from = random.index(spokenCount) * dimensions
      const normal = random.index(65_536)
      for (let j = 0; j < dimensions; j++, at++) data[at] = source[from + j] + normals[normal + j] * deviations[j]
    }
    return { data, count, dimensions }
  }
}

/** All speech frames of the sample voices, their first `dimensions` columns, and the columns' standard deviations. */
async function extracted(
  recipe: Recipe,
  dimensions: number,
): Promise<{ data: Float32Array; count: number; deviations: Float64Array }> {
  const rows: Float32Array[] = []
  for (const path of recordings()) {
    const signal = await decodeAudio(path, { sampleRateHz })
    for (let beginning = 0; beginning < beginnings; beginning++) {
      const from = Math.round((beginning / beginnings) * recipe.hopSeconds * sampleRateHz)
      const matrix = extractFeatures({ sampleRateHz, samples: signal.samples.subarray(from) }, recipe)
      for (let i = 0; i < matrix.frameCount; i++) {
        if (!matrix.speech[i]) continue
        const start = i * matrix.dimensions
        rows.push(matrix.data.subarray(start, start + dimensions))
      }
    }
  }
  const data = new Float32Array(rows.length * dimensions)
  for (const [i, row] of rows.entries()) data.set(row, i * dimensions)
  return { data, count: rows.length, deviations: deviationsOf(data, rows.length, dimensions) }
}

function recordings(): string[] {
  return readdirSync(samples, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.flac'))
    .sort()
    .map((name) => join(samples, name))
}

function deviationsOf(data: Float32Array, count: number, dimensions: number): Float64Array {
  return Float64Array.from({ length: dimensions }, (_, j) => {
    let sum = 0
    let squares = 0
    for (let i = 0; i < count; i++) {
      const value = data[i * dimensions + j]
      sum += value
      squares += value * value
    }
    return Math.sqrt(squares / count - (sum / count) ** 2)
  })
}
