import type { MessagePort } from 'node:worker_threads'
import { openAudio } from '../../audio/openAudio'
import { encodeNpy } from '../../exchange/npy'
import { columnNames } from '../../features/columnNames'
import { FeatureExtractor } from '../../features/extractor'
import type { PresetName } from '../../features/presets'
import { speechFrames } from '../../features/speechFrames'
import { recipeOf } from '../recipeOf'

export interface FileFeaturesInput {
  readonly path: string
  readonly preset?: PresetName | undefined
  readonly changes: Readonly<Record<string, unknown>>
  readonly sampleRateHz?: number | undefined
  readonly format: 'csv' | 'npy'
  readonly keptOnly: boolean
  readonly port?: MessagePort
}

/**
 * The features of one file as the bytes of another: frames x columns. The recipe is made for the rate that the file is
 * read at. @throws CepstraError for a file that cannot be read, is too short, or a recipe that cannot be used.
 */
export async function fileFeatures({ path, preset, changes, sampleRateHz, format, keptOnly }: FileFeaturesInput) {
  const audio = await openAudio(path, sampleRateHz === undefined ? {} : { sampleRateHz })
  let extractor: FeatureExtractor | undefined
  try {
    const recipe = recipeOf({ preset, changes: { ...changes } }, audio.sampleRateHz)
    const names = columnNames(recipe)
    const rows = new GrowingRows()
    extractor = new FeatureExtractor(recipe, audio.sampleRateHz, (found, count) => {
      rows.push(found.subarray(0, count * names.length))
    })
    let samples = 0
    for await (const block of audio.blocks()) {
      extractor.push(block)
      samples += block.length
    }
    const { frameCount, speech } = extractor.finish()
    const all = { data: rows.all(), frameCount, dimensions: names.length, speech }
    const kept = speechFrames(all)
    const { data, count } = keptOnly ? kept : { data: all.data, count: frameCount }
    return {
      content: format === 'npy' ? encodeNpy(data, [count, names.length]) : csvOf(data, names),
      recipe,
      columnNames: names,
      frames: count,
      kept: kept.count,
      sampleRateHz: audio.sampleRateHz,
      frameSeconds: recipe.frameSeconds,
      hopSeconds: recipe.hopSeconds,
      durationSeconds: samples / audio.sampleRateHz,
      warnings: [...audio.warnings, ...extractor.warnings],
    }
  } finally {
    extractor?.close()
    await audio.close()
  }
}

/** Rows one behind the other, without a copy of all at each. */
class GrowingRows {
  #values = new Float32Array(1 << 16)
  #count = 0

  push(rows: Float32Array): void {
    if (this.#count + rows.length > this.#values.length) {
      const larger = new Float32Array(Math.max(2 * this.#values.length, this.#count + rows.length))
      larger.set(this.#values.subarray(0, this.#count))
      this.#values = larger
    }
    this.#values.set(rows, this.#count)
    this.#count += rows.length
  }

  all(): Float32Array {
    return this.#values.subarray(0, this.#count)
  }
}

function csvOf(data: Float32Array, names: readonly string[]): Uint8Array {
  const lines = [names.join(',')]
  for (let at = 0; at < data.length; at += names.length) {
    lines.push(Array.from(data.subarray(at, at + names.length), shortest).join(','))
  }
  return new TextEncoder().encode(`${lines.join('\n')}\n`)
}

/** The fewest digits that tell a float32 from its neighbors. */
function shortest(value: number): number {
  return Number(value.toPrecision(9))
}
