import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { decodeNpy } from '../../src/exchange/npy'
import type { Frames } from '../../src/mixture/frames'
import { varianceOf, type GaussianMixture } from '../../src/mixture/gaussianMixture'

/** A file that one of the scripts in test/golden made. */
export function goldenJson(name: string): unknown {
  return JSON.parse(readFileSync(goldenFile(name), 'utf8'))
}

/** 1,500 frames of speech x 13 cepstral coefficients, made by test/golden/make_frames.py. */
export function speechFrames(): Frames {
  const { data, shape } = decodeNpy(readFileSync(goldenFile('frames.npy')))
  if (!(data instanceof Float32Array)) throw new TypeError('frames.npy must hold float32')
  return { data, count: shape[0], dimensions: shape[1] }
}

/** 1,500 x 8 responsibilities of the same frames, made by test/golden/make_bayesian.py. */
export function givenResponsibilities(): Float64Array {
  const { data } = decodeNpy(readFileSync(goldenFile('responsibilities.npy')))
  if (!(data instanceof Float64Array)) throw new TypeError('responsibilities.npy must hold float64')
  return data
}

/** The first so many frames. */
export function firstFrames(frames: Frames, count: number): Frames {
  return { ...frames, data: frames.data.subarray(0, count * frames.dimensions), count }
}

/**
 * Equal to `relative` of the expected value, or of what the entry is measured by (`scales`) where that is more: an entry
 * may lie near 0 by chance in a column of thousands.
 */
export function expectClose(
  what: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  relative: number,
  scales?: ArrayLike<number> | number,
): void {
  expect(actual.length, what).toBe(expected.length)
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i] - expected[i])
    const scale = typeof scales === 'number' ? scales : (scales?.[i] ?? 0)
    if (!(difference <= relative * Math.max(Math.abs(expected[i]), scale))) {
      expect.fail(`${what} ${i} is ${actual[i]}, but should be ${expected[i]} (off by ${difference})`)
    }
  }
}

/** What the entries of a mixture's arrays are measured by: the standard deviations of its columns. */
export function scalesOf(mixture: GaussianMixture): Record<'means' | 'covariances' | 'precisions', number[]> {
  const { componentCount, dimensions, covarianceType } = mixture
  const deviation = (k: number, j: number) => Math.sqrt(varianceOf(mixture, k, j))
  const columns = [...Array(dimensions).keys()]
  const components = [...Array(componentCount).keys()]
  const matrices = covarianceType === 'tied' ? [0] : components
  const entries = (of: (k: number, i: number, j: number) => number) => {
    if (covarianceType === 'spherical') return components.map((k) => of(k, 0, 0))
    if (covarianceType === 'diag') return components.flatMap((k) => columns.map((i) => of(k, i, i)))
    return matrices.flatMap((k) => columns.flatMap((i) => columns.map((j) => of(k, i, j))))
  }
  return {
    means: components.flatMap((k) => columns.map((j) => deviation(k, j))),
    covariances: entries((k, i, j) => deviation(k, i) * deviation(k, j)),
    precisions: entries((k, i) => 1 / deviation(k, i)),
  }
}

function goldenFile(name: string): URL {
  return new URL(`../golden/${name}`, import.meta.url)
}
