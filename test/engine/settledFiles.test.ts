import { describe, expect, test } from 'vitest'
import { settling } from '../../src/engine/settledFiles'

const file = (path: string, bytes: number, modifiedMs = 1) => ({ path, bytes, modifiedMs })

describe('a file in a watched folder', () => {
  test('is told once it has not changed for a moment, and only once', () => {
    const look = settling()
    expect(look([file('a', 10)], 0)).toEqual({ settled: [], pending: 1 })
    expect(look([file('a', 10)], 500)).toEqual({ settled: [], pending: 1 })
    expect(look([file('a', 10)], 1000)).toEqual({ settled: [file('a', 10)], pending: 0 })
    expect(look([file('a', 10)], 9000)).toEqual({ settled: [], pending: 0 })
  })

  test('is waited for while it grows', () => {
    const look = settling()
    for (let t = 0; t < 10; t++) expect(look([file('a', 10 + t)], t * 1000).settled).toEqual([])
    expect(look([file('a', 19)], 10_000).settled).toEqual([file('a', 19)])
  })

  test('is told again when it changed, and when it was away', () => {
    const look = settling()
    look([file('a', 10)], 0)
    look([file('a', 10)], 1000)
    look([file('a', 10, 2)], 2000)
    expect(look([file('a', 10, 2)], 3000).settled).toEqual([file('a', 10, 2)])
    look([], 4000)
    look([file('a', 10, 2)], 5000)
    expect(look([file('a', 10, 2)], 6000).settled).toEqual([file('a', 10, 2)])
  })

  test('that is empty is given more time to be written', () => {
    const look = settling()
    look([file('a', 0)], 0)
    expect(look([file('a', 0)], 2000)).toEqual({ settled: [], pending: 1 })
    expect(look([file('a', 0)], 6000).settled).toEqual([file('a', 0)])
  })
})
