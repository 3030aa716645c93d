import { z } from 'zod'

const count = z.number().int().nonnegative()

/** A row-major little-endian float32 matrix of `rows` x `columns`; `values.arrayBuffer()` holds the numbers. */
export const matrix = z.object({ rows: count, columns: count, values: z.instanceof(Blob) })
