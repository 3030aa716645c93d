import { CepstraError } from '../../cepstraError'

/** Feature vectors that another program made of one recording. */
export interface GivenFeatures {
  /** Row-major, `frameCount` x `dimensions`; every value is finite. */
  readonly data: Float32Array
  readonly frameCount: number
  readonly dimensions: number
  /** Null where the format has none. */
  readonly columnNames: readonly string[] | null
  /** Null where the format does not tell. */
  readonly hopSeconds: number | null
}

/** Beyond this it is no frame of features, and a damaged header is likelier. */
export const mostColumns = 4096

/** The error for a file, or a part of one, that holds no features that can be used. `name` is what a person calls it. */
export function notFeatures(name: string, why: string): CepstraError {
  return new CepstraError('TABLE_INVALID', `${name} cannot be used as features: ${why}.`)
}

/** Throws {@link notFeatures} where so many rows and columns are no matrix of frames, before any room is made for them. */
export function checkShape(name: string, frameCount: number, dimensions: number): void {
  if (!(Number.isInteger(frameCount) && frameCount >= 1)) throw notFeatures(name, 'it holds no frame')
  if (!(Number.isInteger(dimensions) && dimensions >= 1 && dimensions <= mostColumns)) {
    throw notFeatures(name, `it has ${dimensions} columns, and a frame has 1 to ${mostColumns}`)
  }
}

/** Throws {@link notFeatures} for the first value that is no finite number, by row and column from 1. */
export function checkFinite(name: string, data: Float32Array, dimensions: number): void {
  // Searched by index, since findIndex calls a function for each of millions of values.
  for (let i = 0; i < data.length; i++) {
    if (Number.isFinite(data[i])) continue
    const place = `row ${Math.floor(i / dimensions) + 1}, column ${(i % dimensions) + 1}`
    throw notFeatures(name, `${place} is ${data[i]}, no finite number that a float32 can hold`)
  }
}

/** Features by a function of row and column, checked. */
export function givenFeatures(
  name: string,
  frameCount: number,
  dimensions: number,
  valueAt: (row: number, column: number) => number,
  about: Partial<Pick<GivenFeatures, 'columnNames' | 'hopSeconds'>> = {},
): GivenFeatures {
  checkShape(name, frameCount, dimensions)
  const data = new Float32Array(frameCount * dimensions)
  for (let row = 0, i = 0; row < frameCount; row++) {
    for (let column = 0; column < dimensions; column++, i++) data[i] = valueAt(row, column)
  }
  checkFinite(name, data, dimensions)
  return { data, frameCount, dimensions, columnNames: null, hopSeconds: null, ...about }
}
