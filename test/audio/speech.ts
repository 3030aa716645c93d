import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { decodeAudio } from '../../src/audio/decodeAudio'

const folder = join(import.meta.dirname, '../../resources/samples')

export const speechRateHz = 16_000

/** One voice's recordings, one after the other: of the eight sentences those asked for, counted from 1. */
export async function speech(voice: string, sentences: readonly number[]): Promise<Float32Array> {
  const files = readdirSync(join(folder, voice)).filter((name) => sentences.includes(Number(name[0])))
  const parts: Float32Array[] = []
  for (const name of files.sort()) parts.push((await decodeAudio(join(folder, voice, name))).samples)
  const samples = new Float32Array(parts.reduce((total, part) => total + part.length, 0))
  let at = 0
  for (const part of parts) {
    samples.set(part, at)
    at += part.length
  }
  return samples
}

/** Pearson's correlation of two signals over the length of the shorter. */
export function correlation(a: Float32Array, b: Float32Array): number {
  const count = Math.min(a.length, b.length)
  const mean = (values: Float32Array): number => values.subarray(0, count).reduce((sum, v) => sum + v, 0) / count
  const [meanA, meanB] = [mean(a), mean(b)]
  let [both, squareA, squareB] = [0, 0, 0]
  for (let i = 0; i < count; i++) {
    both += (a[i] - meanA) * (b[i] - meanB)
    squareA += (a[i] - meanA) ** 2
    squareB += (b[i] - meanB) ** 2
  }
  return both / Math.sqrt(squareA * squareB)
}
