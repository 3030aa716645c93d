/** A typed array as the bytes that a database column keeps. */
export function toBytes(values: Float64Array | Uint8Array | Int8Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

/** A database column's bytes as float64 numbers; copies, since a column's buffer need not be aligned. */
export function toFloat64(bytes: ArrayBuffer | Uint8Array): Float64Array {
  const copy = Uint8Array.from(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes))
  return new Float64Array(copy.buffer)
}
