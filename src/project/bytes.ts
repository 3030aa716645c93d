/** A typed array as the bytes that a database column keeps. */
export function toBytes(values: Float64Array | Uint8Array | Int8Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

/** A database column's bytes as float64 numbers; copies, since bytes need not be aligned. */
export function toFloat64(bytes: Uint8Array): Float64Array {
  return new Float64Array(Uint8Array.from(bytes).buffer)
}
