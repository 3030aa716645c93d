import type { RowStage } from '../../src/features/rowStage'

/** What a stage makes of rows that are pushed in blocks of these sizes, over and over: rows of `width` columns. */
export function rowsThrough(
  rows: readonly (readonly number[])[],
  width: number,
  stage: (next: RowStage) => RowStage,
  sizes: readonly number[] = [rows.length],
): number[][] {
  const found: number[][] = []
  let ends = 0
  const first = stage({
    push(data, count) {
      for (let i = 0; i < count; i++) found.push([...data.subarray(i * width, (i + 1) * width)])
    },
    finish() {
      ends++
    },
  })
  for (let at = 0, i = 0; at < rows.length; i++) {
    const block = rows.slice(at, at + sizes[i % sizes.length])
    const data = Float32Array.from(block.flat())
    first.push(data, block.length)
    // Rows belong to whoever pushed them, who uses the memory again.
    data.fill(NaN)
    at += block.length
  }
  first.finish()
  if (ends !== 1) throw new Error(`The end was told ${ends} times.`)
  return found
}
