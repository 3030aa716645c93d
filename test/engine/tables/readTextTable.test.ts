import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readTextTable } from '../../../src/engine/tables/readTextTable'
import { temporaryFolder } from '../temporaryEngine'

async function tableOf(text: string, choice: Parameters<typeof readTextTable>[1] = {}) {
  using folder = temporaryFolder()
  const path = join(folder.path, 'table.csv')
  writeFileSync(path, text)
  const { columns, frames } = await readTextTable(path, choice)
  return { columns, count: frames.count, data: [...frames.data], weights: frames.weights && [...frames.weights] }
}

describe('a text table', () => {
  test.each([
    ['a,b\n1,2\n3,4\n', ['a', 'b']],
    ['1,2\r\n3,4', ['column 1', 'column 2']],
    ['\ufeff"a, really";b\n1;2\n\n"3";4\n', ['a, really', 'b']],
    ['a\tb\n 1 \t2\n3\t4\n\n', ['a', 'b']],
    ['# made by a program\na,b\n1e0,2.0\n# and here\n+3,4.\n', ['a', 'b']],
  ])('is read with or without a header, whatever separates its columns: %j', async (text, columns) => {
    expect(await tableOf(text)).toEqual({ columns, count: 2, data: [1, 2, 3, 4], weights: undefined })
  })

  test('of one column needs no separator', async () => {
    expect(await tableOf('x\n1\n2\n')).toMatchObject({ columns: ['x'], data: [1, 2] })
    expect(await tableOf('1\n2\n')).toMatchObject({ columns: ['column 1'], data: [1, 2] })
  })

  test('keeps every digit of a float64', async () => {
    const values = [0.1, 1 / 3, 1e-300, 4.9406564584124654e-324, 16777217, 123456789.12345679]
    expect((await tableOf(values.map(String).join('\n'))).data).toEqual(values)
  })

  test('gives the columns that were asked for, in that order, and weights apart', async () => {
    const text = 'name,x,y,n\nanna,1,2,10\nboris,3,4,20\n'
    expect(await tableOf(text, { columns: ['y', 'x'], weights: 'n' })).toEqual({
      columns: ['y', 'x'],
      count: 2,
      data: [2, 1, 4, 3],
      weights: [10, 20],
    })
    expect(await tableOf('x,y,n\n1,2,10\n', { weights: 'n' })).toMatchObject({ columns: ['x', 'y'], weights: [10] })
    expect(await tableOf(text, { columns: ['2', '3'] })).toMatchObject({ columns: ['x', 'y'], data: [1, 2, 3, 4] })
  })

  test('of more rows than one piece of memory holds is whole', async () => {
    const rows = Array.from({ length: 600_000 }, (_, i) => `${i},${i / 2}`)
    const { data, count } = await tableOf(rows.join('\n'))
    expect(count).toBe(600_000)
    expect(data.slice(-4)).toEqual([599_998, 299_999, 599_999, 299_999.5])
    expect(data[1_048_577]).toBe(524_288 / 2)
  })

  test.each([
    ['x,kind\n1,a\n', /column "kind" holds "a" in line 2, which is no number.*columns/],
    ['x,y\n1,2\n3,\n', /column "y" is empty in line 3/],
    ['1,2\nNaN,4\n', /column "column 1" holds "NaN" in line 2/],
    ['1,inf\n', /column "column 2" holds "inf" in line 1/],
    ['x,y\n"two\nlines",1\n', /column "x" holds "two\nlines" in line [23]/],
    ['x;y\n1,5;2\n', /holds "1,5" in line 2.*decimal point/],
    ['x,y\n1,2\n3\n', /line 3 has 1 cells, but the first line has 2/],
    ['x,y\n', /holds no row of numbers/],
    ['', /holds no row of numbers/],
    ['x\n"1\n', /[Qq]uote/],
  ])('that holds anything but finite numbers is refused with the place: %j', async (text, sentence) => {
    await expect(tableOf(text)).rejects.toMatchObject({
      code: 'TABLE_INVALID',
      message: expect.stringMatching(sentence),
    })
  })

  test.each([
    [{ columns: ['z'] }, /no column "z".*"x", "y"/],
    [{ columns: ['x', '1'] }, /"x" was chosen twice/],
    [{ weights: '3' }, /no column "3"/],
  ])('has only the columns it has: %j', async (choice, sentence) => {
    await expect(tableOf('x,y\n1,2\n', choice)).rejects.toMatchObject({
      code: 'OPTIONS_INVALID',
      message: expect.stringMatching(sentence),
    })
  })

  test('that is not there, or is a folder, is told as such', async () => {
    await expect(readTextTable('/nowhere/at/all.csv')).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' })
    await expect(readTextTable(import.meta.dirname)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
  })
})

test('the Old Faithful table is the published one', async () => {
  const { columns, frames } = await readTextTable(
    resolve(import.meta.dirname, '../../../resources/tables/old-faithful.csv'),
  )
  expect(columns).toEqual(['eruptions', 'waiting'])
  expect(frames.count).toBe(272)
  const column = (j: number): number[] => Array.from({ length: 272 }, (_, i) => frames.data[2 * i + j] ?? NaN)
  const mean = (values: number[]): number => values.reduce((a, b) => a + b) / 272
  const variance = (values: number[]): number =>
    values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / 271
  expect([mean(column(0)), mean(column(1))].map((x) => x.toFixed(6))).toEqual(['3.487783', '70.897059'])
  expect([variance(column(0)), variance(column(1))].map((x) => x.toFixed(6))).toEqual(['1.302728', '184.823312'])
})
