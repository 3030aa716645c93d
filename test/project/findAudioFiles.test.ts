import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
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

test('audio is found in folders of folders, each file once, whatever the case of its extension', () => {
  mkdirSync(join(folder, 'a/b'), { recursive: true })
  for (const name of ['a/1.wav', 'a/b/2.FLAC', 'a/notes.txt', 'a/.hidden.wav']) writeFileSync(join(folder, name), 'x')
  const found = findAudioFiles([folder, join(folder, 'a/1.wav')])
  expect(found.files.map(({ path }) => path)).toEqual([join(folder, 'a/1.wav'), join(folder, 'a/b/2.FLAC')])
  expect(found.skipped.map(({ path }) => path)).toEqual([join(folder, 'a/notes.txt')])
})

test('a file that is named itself is taken whatever its name, and one that is not there is told', () => {
  writeFileSync(join(folder, 'notes.txt'), 'x')
  const found = findAudioFiles([join(folder, 'notes.txt'), join(folder, 'gone.wav')])
  expect(found.files).toHaveLength(1)
  expect(found.skipped[0]?.reason).toContain('not there')
})

test('a link that leads upward does not go round for ever, and one that leads aside is followed', () => {
  mkdirSync(join(folder, 'in'))
  mkdirSync(join(folder, 'beside'))
  writeFileSync(join(folder, 'beside/1.wav'), 'x')
  symlinkSync(folder, join(folder, 'in/up'))
  symlinkSync(join(folder, 'beside'), join(folder, 'in/aside'))
  const found = findAudioFiles([join(folder, 'in')])
  expect(found.files.map(({ path }) => path)).toEqual([join(folder, 'in/aside/1.wav')])
})

test('folders that link to one another are searched once', () => {
  for (const name of ['a', 'b']) {
    mkdirSync(join(folder, 'in', name), { recursive: true })
    writeFileSync(join(folder, 'in', name, '1.wav'), 'x')
  }
  symlinkSync(join(folder, 'in/b'), join(folder, 'in/a/to b'))
  symlinkSync(join(folder, 'in/a'), join(folder, 'in/b/to a'))
  const found = findAudioFiles([join(folder, 'in')])
  expect(found.files).toHaveLength(2)
})

test.skipIf(process.platform === 'win32')(
  'a folder that may not be read is told, and those after it are searched all the same',
  () => {
    for (const name of ['a', 'b', 'c']) {
      mkdirSync(join(folder, name))
      writeFileSync(join(folder, name, '1.wav'), 'x')
    }
    for (const open of [folder, join(folder, 'a'), join(folder, 'c')]) chmodSync(open, 0o755)
    chmodSync(join(folder, 'b'), 0)
    // Nothing is refused to root, so that for once the search is made by nobody.
    const root = process.geteuid?.() === 0
    if (root) process.seteuid?.(65_534)
    let found
    try {
      found = findAudioFiles([folder])
    } finally {
      if (root) process.seteuid?.(0)
      chmodSync(join(folder, 'b'), 0o755)
    }
    expect(found.files.map(({ path }) => path)).toEqual([join(folder, 'a/1.wav'), join(folder, 'c/1.wav')])
    expect(found.skipped).toEqual([
      { path: join(folder, 'b'), reason: expect.stringContaining('permission') as string },
    ])
  },
)

test('projects of our own are not searched for recordings', () => {
  Project.create(join(folder, 'project')).close()
  const found = findAudioFiles([folder])
  expect(found.files).toHaveLength(0)
  expect(found.skipped[0]?.reason).toContain('Cepstra project')
})
