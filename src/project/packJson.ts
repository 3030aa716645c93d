/** JSON in which float arrays survive: each becomes an object with one key that tells its type. */
export function packJson(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) => {
    if (entry instanceof Float32Array) return { $float32: Array.from(entry) }
    if (entry instanceof Float64Array) return { $float64: Array.from(entry) }
    return entry
  })
}

/** Reads what packJson wrote. */
export function unpackJson(text: string): unknown {
  return JSON.parse(text, (_key, entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return entry
    if ('$float32' in entry) return Float32Array.from(entry.$float32 as number[])
    if ('$float64' in entry) return Float64Array.from(entry.$float64 as number[])
    return entry
  })
}
