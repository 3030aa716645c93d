import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { labeler, placer } from '../../src/project/labelRule'

test('the folder that a file stands in is its label', () => {
  expect(labeler({ from: 'folder' })('/data/anna/take 1.wav')).toBe('anna')
})

test('without a rule there is no label', () => {
  expect(labeler({ from: 'none' })('/data/anna/take 1.wav')).toBeNull()
})

test('a pattern finds the label in the name', () => {
  const labelOf = labeler({ from: 'pattern', pattern: '{digit}_{label}_{take}' })
  expect(labelOf('/data/7_jackson_32.wav')).toBe('jackson')
  expect(labelOf('/data/jackson.wav')).toBeNull()
})

test('characters that mean something in expressions stand for themselves in a pattern', () => {
  const labelOf = labeler({ from: 'pattern', pattern: '({label}) [a+b]' })
  expect(labelOf('/data/(eve) [a+b].wav')).toBe('eve')
  expect(labelOf('/data/(eve) [aab].wav')).toBeNull()
})

test('a pattern without a label, or with two, is refused', () => {
  for (const pattern of ['{speaker}_{take}', '{label}_{label}']) {
    expect(() => labeler({ from: 'pattern', pattern })).toThrow(expect.objectContaining({ code: 'LABELS_INVALID' }))
  }
})

test('a CSV labels by absolute path, by path from itself, and by bare name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cepstra-labels-'))
  try {
    const file = join(folder, 'labels.csv')
    writeFileSync(file, `\uFEFFpath,label\n/far/a.wav,"Anna, B."\nsub/b.wav,ben\nc.wav,cleo\n`)
    const labelOf = labeler({ from: 'csv', file })
    expect(labelOf('/far/a.wav')).toBe('Anna, B.')
    expect(labelOf(join(folder, 'sub/b.wav'))).toBe('ben')
    expect(labelOf('/anywhere/c.wav')).toBe('cleo')
    expect(labelOf('/anywhere/d.wav')).toBeNull()
    writeFileSync(file, 'file,speaker\na.wav,anna\n')
    expect(() => labeler({ from: 'csv', file })).toThrow(/columns path and label; it has file, speaker/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a CSV and a pattern tell sessions and the parts of a split', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cepstra-labels-'))
  try {
    const file = join(folder, 'labels.csv')
    writeFileSync(file, 'path,label,session,fold\na.wav,anna,monday,1\nb.wav,,tuesday,\n')
    const placeOf = placer({ from: 'csv', file })
    expect(placeOf?.('/x/a.wav')).toMatchObject({ session: 'monday', split: '1' })
    expect(placeOf?.('/x/b.wav')).toMatchObject({ session: 'tuesday', split: null })
    expect(placeOf?.('/x/c.wav')).toEqual({ session: null, split: null })
    expect(labeler({ from: 'csv', file })('/x/b.wav')).toBeNull()
  } finally {
    rmSync(folder, { recursive: true })
  }
  const pattern = '{split}-{session}-{label}-{take}'
  expect(placer({ from: 'pattern', pattern })?.('/x/test-day2-anna-3.wav')).toEqual({ session: 'day2', split: 'test' })
  expect(labeler({ from: 'pattern', pattern })('/x/test-day2-anna-3.wav')).toBe('anna')
  expect(placer({ from: 'folder' })).toBeNull()
})
