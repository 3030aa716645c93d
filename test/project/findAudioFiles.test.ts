import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findAudioFiles } from '../../src/project/findAudioFiles'
import { Project } from '../../src/project/project'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cepstra-find-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

test('audio is found in folders of folders, each file once, whatever the case of its extension', async () => {
  mkdirSync(join(folder, 'a/b'), { recursive: true })
  for (const name of ['a/1.wav', 'a/b/2.FLAC', 'a/notes.txt', 'a/.hidden.wav']) writeFileSync(join(folder, name), 'x')
  const found = await findAudioFiles([folder, join(folder, 'a/1.wav')])
  expect(found.files.map(({ path }) => path)).toEqual([join(folder, 'a/1.wav'), join(folder, 'a/b/2.FLAC')])
  expect(found.skipped.map(({ path }) => path)).toEqual([join(folder, 'a/notes.txt')])
})

test('a file that is named itself is taken whatever its name, and one that is not there is told', async () => {
  writeFileSync(join(folder, 'notes.txt'), 'x')
  const found = await findAudioFiles([join(folder, 'notes.txt'), join(folder, 'gone.wav')])
  expect(found.files).toHaveLength(1)
  expect(found.skipped[0]?.reason).toContain('not there')
})

test('a link that leads upward does not go round for ever, and one that leads aside is followed', async () => {
  mkdirSync(join(folder, 'in'))
  mkdirSync(join(folder, 'beside'))
  writeFileSync(join(folder, 'beside/1.wav'), 'x')
  symlinkSync(folder, join(folder, 'in/up'))
  symlinkSync(join(folder, 'beside'), join(folder, 'in/aside'))
  const found = await findAudioFiles([join(folder, 'in')])
  expect(found.files.map(({ path }) => path)).toEqual([join(folder, 'in/aside/1.wav')])
})

test('projects of our own are not searched for recordings', async () => {
  Project.create(join(folder, 'project')).close()
  const found = await findAudioFiles([folder])
  expect(found.files).toHaveLength(0)
  expect(found.skipped[0]?.reason).toContain('Cepstra project')
})
