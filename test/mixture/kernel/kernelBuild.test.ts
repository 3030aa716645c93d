import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { plainKernel, relaxedKernel } from '../../../src/mixture/kernel/mixtureKernel.wasm'

const root = resolve(import.meta.dirname, '../../..')

test('the sources of the kernels compile to the very bytes that are there', () => {
  const check = [resolve(root, 'scripts/build-kernel.mjs'), '--check', 'mixtureKernel', 'nearestKernel', 'topKernel']
  const { status, stderr } = spawnSync(process.execPath, check, { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(0)
})

test('the two builds are small and not the same', () => {
  expect(plainKernel).not.toBe(relaxedKernel)
  expect(plainKernel.length + relaxedKernel.length).toBeLessThan(150_000)
})
