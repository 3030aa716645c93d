import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { clusteredFrames } from '../mixture/syntheticFrames'
import { scratch } from './cepstra'
import { peakMemory } from './peakMemory'

const columns = 39
const mostMegabytes = 600

/** Writes an .npy matrix of the same 50,000 rows over and over, without ever holding it in memory. */
function writeTable(path: string, rows: number): void {
  const block = clusteredFrames(50_000, columns, 20)
  const bytes = new Uint8Array(block.data.buffer)
  // 128 bytes, as NumPy pads it; the eighth and ninth tell how many of them follow the tenth.
  const fields = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`
  const header = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${fields.padEnd(117)}\n`, 'latin1')
  const file = openSync(path, 'w')
  try {
    writeSync(file, header)
    for (let left = rows; left > 0; left -= block.count) {
      writeSync(file, bytes.subarray(0, Math.min(left, block.count) * columns * 4))
    }
  } finally {
    closeSync(file)
  }
}

test('a table of any length is fitted in the same memory', async (context) => {
  context.skip(process.platform !== 'linux', 'resident memory is read from /proc')
  using folder = scratch()
  const measured: { rows: number; megabytes: number }[] = []
  for (const rows of [100_000, 2_000_000]) {
    writeTable(join(folder.path, 'table.npy'), rows)
    const options = ['--components', '8', '--covariance', 'diag', '--max-iterations', '2', '--precision', 'float32']
    const { status, stdout, stderr, megabytes, seconds } = await peakMemory(folder.path, [
      'fit-table',
      'table.npy',
      ...options,
      '--json',
    ])
    expect(status, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ iterations: 2 })
    const size = (rows * columns * 4) / 1e6
    console.log(
      `${rows} x ${columns} (${size.toFixed(0)} MB): ${megabytes.toFixed(0)} MB resident, ${seconds.toFixed(1)} s`,
    )
    measured.push({ rows, megabytes })
  }
  const [small, large] = measured
  expect(small?.megabytes).toBeGreaterThan(30)
  // Twenty times the rows, 296 MB more of them; what little is left is the garbage of more slices.
  expect((large?.megabytes ?? Infinity) - (small?.megabytes ?? 0)).toBeLessThan(80)
  expect(large?.megabytes).toBeLessThan(mostMegabytes)
}, 180_000)
