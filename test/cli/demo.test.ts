import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cepstra, scratch, start, voices } from './cepstra'

test('the demo recognizes the held-out sentences and leaves nothing behind', async () => {
  using folder = scratch()
  const { status, stdout, stderr, seconds } = await cepstra(folder.path, 'demo', '--json')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const answer = JSON.parse(stdout) as { accuracy: number; recordings: { truth: string }[] }
  expect(Object.keys(answer).sort()).toEqual(['accuracy', 'bank', 'confusion', 'recordings', 'trained'])
  expect(answer.accuracy).toBeGreaterThanOrEqual(0.95)
  expect(answer.recordings).toHaveLength(voices.length * 3)
  expect(new Set(answer.recordings.map(({ truth }) => truth))).toEqual(new Set(voices))
  expect(readdirSync(join(folder.path, 'tmp'))).toEqual([])
  expect(seconds).toBeLessThan(60)
  console.log(`demo: accuracy ${answer.accuracy.toFixed(3)} in ${seconds.toFixed(1)} s`)
})

test('the demo that is interrupted leaves nothing behind either', async () => {
  using folder = scratch()
  const { child, ended } = start(folder.path, ['demo'])
  await expect.poll(() => readdirSync(join(folder.path, 'tmp')).length, { timeout: 10_000, interval: 10 }).toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 500))
  child.kill('SIGTERM')
  expect((await ended).status).toBe(130)
  expect(readdirSync(join(folder.path, 'tmp'))).toEqual([])
})
