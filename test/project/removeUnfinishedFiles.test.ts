import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Project } from '../../src/project/project'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cepstra-unfinished-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

test('opening a project removes what a killed program was writing, and nothing else', () => {
  const path = join(folder, 'p')
  Project.create(path).close()
  const others = 2 ** 22 + 1
  const stale = [`features/ab/x.npy.${others}-k3.part`, `uploads/set/a.wav.${others}-9z.part`]
  const kept = [
    'features/ab/x.npy',
    `features/ab/y.npy.${process.pid}-k3.part`,
    'uploads/set/a.wav',
    'notes.part',
    `elsewhere/a.${others}-1.part`,
  ]
  for (const name of [...stale, ...kept]) {
    mkdirSync(join(path, name, '..'), { recursive: true })
    writeFileSync(join(path, name), 'x')
  }
  Project.open(path).close()
  expect(stale.filter((name) => existsSync(join(path, name)))).toEqual([])
  expect(kept.filter((name) => !existsSync(join(path, name)))).toEqual([])
})

test('a project that is open elsewhere keeps its unfinished files', () => {
  const path = join(folder, 'p')
  const open = Project.create(path)
  const unfinished = join(path, 'features', `x.npy.${2 ** 22 + 1}-a.part`)
  writeFileSync(unfinished, 'x')
  expect(() => Project.open(path)).toThrow(expect.objectContaining({ code: 'PROJECT_LOCKED' }))
  expect(existsSync(unfinished)).toBe(true)
  open.close()
})
