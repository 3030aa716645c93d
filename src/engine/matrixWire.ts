import type { Matrix } from './contract'

/** Numbers as they cross the wire: float32, row-major, little-endian, as binary. */
export function matrixOf(data: Float32Array | Float64Array, rows: number, columns: number): Matrix {
  const values = data instanceof Float32Array ? data : Float32Array.from(data)
  return {
    rows,
    columns,
    values: new Blob([new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice()]),
  }
}
