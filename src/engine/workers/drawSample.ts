import { CepstraError } from '../../cepstraError'
import { encodeNpy } from '../../exchange/npy'
import type { GaussianMixture } from '../../mixture/gaussianMixture'
import { sampleMixture } from '../../mixture/sampling'

export interface DrawSampleInput {
  readonly mixture: GaussianMixture
  readonly columnNames: readonly string[]
  readonly count: number
  readonly seed: number
  readonly format: 'csv' | 'npy'
}

/** The files of a sample. */
export interface DrawnSample {
  readonly frames: Uint8Array
  /** The component of each frame, counted from 0. */
  readonly components: Uint8Array
}

/** More numbers than this (800 MB) would not fit in memory together with their file. */
const mostNumbers = 100_000_000

/** Draws frames from a mixture and writes them as a file. @throws CepstraError OPTIONS_INVALID for too many. */
export function drawSample({ mixture, columnNames, count, seed, format }: DrawSampleInput): DrawnSample {
  const { dimensions } = mixture
  if (count * dimensions > mostNumbers) {
    const most = Math.floor(mostNumbers / dimensions)
    throw new CepstraError('OPTIONS_INVALID', `${count} frames are too many at once. Ask for at most ${most}.`)
  }
  const { frames, components } = sampleMixture(mixture, count, seed, 'float64')
  if (format === 'npy') {
    return { frames: encodeNpy(frames.data, [count, dimensions]), components: encodeNpy(components) }
  }
  const rows = Array.from({ length: count }, (_, i) =>
    frames.data.subarray(i * dimensions, (i + 1) * dimensions).join(','),
  )
  return { frames: csv([columnNames.map(quoted).join(','), ...rows]), components: csv(['component', ...components]) }
}

function csv(lines: readonly (string | number)[]): Uint8Array {
  return new TextEncoder().encode(`${lines.join('\n')}\n`)
}

function quoted(name: string): string {
  return /[",\n\r]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name
}
