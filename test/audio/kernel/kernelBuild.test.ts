import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')

test('the source of the resampler compiles to the very bytes that are there', () => {
  const check = [resolve(root, 'scripts/build-kernel.mjs'), '--check', 'resamplerKernel']
  const { status, stderr } = spawnSync(process.execPath, check, { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(0)
})
