import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { corpus } from './corpus'
import { fuzz } from './fuzz'
import { mutant } from './mutate'

const failuresFolder = mkdtempSync(join(tmpdir(), 'cepstra-fuzz-failures-'))
afterAll(() => rmSync(failuresFolder, { recursive: true, force: true }))

describe('mutants', () => {
  test('are the same for the same seed and index, and others for others', () => {
    const seeds = corpus()
    for (let index = 0; index < 50; index++) {
      expect(mutant(seeds, 7, index)).toEqual(mutant(corpus(), 7, index))
      expect(mutant(seeds, 8, index)).not.toEqual(mutant(seeds, 7, index))
    }
  })

  test('are made of every seed and leave the seeds as they are', () => {
    const seeds = corpus()
    const before = seeds.map(({ bytes }) => bytes.toString('hex'))
    const used = new Set(Array.from({ length: 2000 }, (_, index) => mutant(seeds, 1, index).seed))
    expect(used.size).toBe(seeds.length)
    expect(seeds.map(({ bytes }) => bytes.toString('hex'))).toEqual(before)
  })
})

test('400 mutated files are each sound or a clear error, within five seconds and 500 MB', async () => {
  const { failures, endings, peakMegabytes, restarts } = await fuzz({ seed: 20_261_121, count: 400, failuresFolder })
  expect(failures).toEqual([])
  expect([...endings.values()].reduce((total, times) => total + times, 0)).toBe(400)
  // Were all of them refused, nothing behind the headers would have been tried.
  expect(endings.get('audio')).toBeGreaterThan(100)
  expect(peakMegabytes).toBeLessThan(500)
  expect(restarts).toBe(0)
}, 120_000)
