import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { plainKernel, relaxedKernel } from '../../../src/features/kernel/frameKernel.wasm'
import { frameKernelOfThread } from '../../../src/features/kernel/loadFrameKernel'
import { frameKernels } from './frameKernels'

const root = resolve(import.meta.dirname, '../../..')

test('the source of the kernel compiles to the very bytes that are there', () => {
  const script = resolve(root, 'scripts/build-kernel.mjs')
  const { status, stderr } = spawnSync(process.execPath, [script, '--check', 'frameKernel'], { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(0)
})

test('the two builds are small and not the same', () => {
  expect(plainKernel).not.toBe(relaxedKernel)
  expect(plainKernel.length + relaxedKernel.length).toBeLessThan(20_000)
})

test('this runtime has SIMD, and a thread keeps its kernel', () => {
  expect(frameKernels.map(([name]) => name)).toContain('plain SIMD')
  expect(frameKernelOfThread()).not.toBeNull()
  expect(frameKernelOfThread()).toBe(frameKernelOfThread())
})
