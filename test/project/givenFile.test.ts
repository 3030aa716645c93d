import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { encodeNpy } from '../../src/exchange/npy'
import { findAudioFiles } from '../../src/project/findAudioFiles'
import { givenHash, listGiven, readGiven } from '../../src/project/givenFile'
import { fileOf, memberPath, splitPath } from '../../src/project/givenPath'
import { labeler } from '../../src/project/labelRule'

const fixtures = join(import.meta.dirname, '../exchange/given/fixtures')
const expected = JSON.parse(readFileSync(join(fixtures, 'given.json'), 'utf8')) as { a: number[][]; b: number[][] }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cepstra-given-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('a file of features', () => {
  test('is one recording, or one for each that it holds', () => {
    const at = (name: string): string => join(fixtures, name)
    expect(listGiven(at('float32.npy')).paths).toEqual([at('float32.npy')])
    expect(listGiven(at('one.npz')).paths).toEqual([at('one.npz')])
    expect(listGiven(at('two.npz')).paths).toEqual([at('two.npz:a'), at('two.npz:b')])
    expect(listGiven(at('text.ark')).paths).toEqual([at('text.ark:a'), at('text.ark:b-1')])
    expect(listGiven(at('binary.ark')).paths).toHaveLength(6)
  })

  test('gives the same numbers, and the same content, whatever kind it is of', () => {
    const hashes = [
      'float32.npy',
      'float64_columns.npy',
      'one.npz',
      'two.npz:a',
      'spaces.csv',
      'text.ark:a',
      'user.htk',
    ]
    const [first, ...others] = [...hashes, 'binary.ark:float'].map((name) => givenHash(readGiven(join(fixtures, name))))
    expect(new Set(others)).toEqual(new Set([first]))
    expect(givenHash(readGiven(join(fixtures, 'two.npz:b')))).not.toBe(first)
    expect([...readGiven(join(fixtures, 'two.npz:b')).data]).toEqual(expected.b.flat().map(Math.fround))
  })

  test('is found through a script that was written elsewhere, where its archive stands beside it', () => {
    for (const name of ['binary.ark', 'binary.scp']) copyFileSync(join(fixtures, name), join(folder, name))
    const { paths, archives } = listGiven(join(folder, 'binary.scp'))
    expect(archives).toEqual([join(folder, 'binary.ark')])
    expect(paths[5]).toBe(join(folder, 'binary.scp:b-1'))
    expect([...readGiven(paths[5]).data]).toEqual(expected.b.flat().map(Math.fround))
    rmSync(join(folder, 'binary.ark'))
    expect(() => readGiven(paths[5])).toThrow(/binary.ark cannot be read/)
  })

  test('is read anew when it changes', () => {
    const path = join(folder, 'x.ark')
    writeFileSync(path, 'u  [\n 1 2 ]\n')
    expect([...readGiven(`${path}:u`).data]).toEqual([1, 2])
    writeFileSync(path, 'v  [\n 3 4\n 5 6 ]\n')
    expect(listGiven(path).paths).toEqual([`${path}:v`])
    expect(() => readGiven(`${path}:u`)).toThrow(/holds no matrix of u/)
    expect([...readGiven(`${path}:v`).data]).toEqual([3, 4, 5, 6])
  })

  test('as text may hold matrices longer than what is read at first', () => {
    const rows = Array.from({ length: 9000 }, (_, i) => `  ${i} ${-i} 0.25`)
    const path = join(folder, 'long.ark')
    writeFileSync(path, `first  [\n 1 2 3 ]\nlong  [\n${rows.join('\n')} ]\nlast  [\n 4 5 6 ]\n`)
    const { frameCount, data } = readGiven(`${path}:long`)
    expect([frameCount, data[3 * 8999], data[3 * 8999 + 1]]).toEqual([9000, 8999, -8999])
    expect([...readGiven(`${path}:last`).data]).toEqual([4, 5, 6])
  })

  test('that is gone or unknown is told', () => {
    expect(() => readGiven(join(folder, 'gone.npy'))).toThrow(/gone.npy cannot be read/)
    expect(() => readGiven(join(folder, 'x.txt'))).toThrow(/its name is none of/)
  })
})

describe('the path of a recording in a file of many', () => {
  test('leads to the file, whatever the recording is called', () => {
    for (const member of ['u', 'a/b c', 'x:1', '2.ark:3']) {
      expect(splitPath(memberPath('/data/feats.ark', member))).toEqual({ file: '/data/feats.ark', member })
    }
    for (const path of ['/data/a.npy', '/da:ta/x.wav', 'C:\\data\\a.ark', '/x.arkive:2/a.htk'])
      expect(fileOf(path)).toBe(path)
    expect(splitPath('C:\\data\\a.NPZ:b')).toEqual({ file: 'C:\\data\\a.NPZ', member: 'b' })
  })

  test('is labeled by its name in the file, or by the folder that the file stands in', () => {
    const path = '/data/anna/feats.ark:3_anna_7'
    expect(labeler({ from: 'folder' })(path)).toBe('anna')
    expect(labeler({ from: 'folder' })('/data/anna/feats.ark:a/b')).toBe('anna')
    expect(labeler({ from: 'pattern', pattern: '{digit}_{label}_{take}' })(path)).toBe('anna')
    const file = join(folder, 'labels.csv')
    writeFileSync(file, 'path,label\n3_anna_7,Anna\nfeats.ark:4,four\n')
    expect(labeler({ from: 'csv', file })(path)).toBe('Anna')
    expect(labeler({ from: 'csv', file })('/data/feats.ark:4')).toBe('four')
    expect(labeler({ from: 'csv', file })('/data/feats.ark:5')).toBeNull()
  })
})

test('files of features are found beside audio, and told apart from it by their names', () => {
  mkdirSync(join(folder, 'a'))
  writeFileSync(join(folder, 'a/1.NPY'), encodeNpy(Float32Array.of(1), [1, 1]))
  writeFileSync(join(folder, 'a/2.wav'), 'x')
  writeFileSync(join(folder, 'a/3.txt'), 'x')
  const { files, featureFiles, skipped } = findAudioFiles([folder])
  expect(files.map(({ path }) => path)).toEqual([join(folder, 'a/2.wav')])
  expect(featureFiles.map(({ path }) => path)).toEqual([join(folder, 'a/1.NPY')])
  expect(skipped.map(({ path }) => path)).toEqual([join(folder, 'a/3.txt')])
})
