import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeNpy, type NpyArray } from '../../src/exchange/npy'
import { fitMixture } from '../../src/mixture/expectationMaximization'
import { localPasses } from '../../src/mixture/framePasses'
import type { FrameTask } from '../../src/mixture/frameTask'
import { openFrameThreads } from '../../src/mixture/threads/frameThreads'
import { openNpyFrames } from '../../src/project/npyFrames'
import { scratchFolder } from '../audio/scratchFolder'
import { builtShard, type BuiltShard } from '../builtShard'
import { clusteredFrames } from '../mixture/syntheticFrames'

const { path: folder } = scratchFolder()
const written = (name: string, data: NpyArray, shape: number[]): string => {
  const path = join(folder, name)
  writeFileSync(path, encodeNpy(data, shape))
  return path
}

const single = clusteredFrames(40_007, 13, 4)
const double = { ...single, data: Float64Array.from(single.data) }

let built: BuiltShard
beforeAll(async () => {
  built = await builtShard()
})
afterAll(() => {
  built[Symbol.dispose]()
})

describe('an .npy matrix', () => {
  test.each([
    ['float32', single],
    ['float64', double],
  ] as const)(
    'of %s gives the fit of the same frames in memory, bit for bit, to any number of threads',
    (type, frames) => {
      const path = written(`${type}.npy`, frames.data as NpyArray, [frames.count, frames.dimensions])
      const options = { components: 8, maxIterations: 3, tolerance: 0 }
      const { mixture, lowerBounds } = fitMixture(frames, options)
      for (const threads of [1, 2]) {
        using source = openNpyFrames(path)
        using pool = openFrameThreads({ shardFile: built.shardFile, threads })
        expect(source.type).toBe(type)
        const streamed = fitMixture(pool.passesOver(source), options)
        expect(streamed.lowerBounds).toEqual(lowerBounds)
        expect(streamed.mixture).toEqual(mixture)
      }
    },
  )

  const table = Float64Array.of(1, 2, 0.5, 3, 4, 0, 5, 6, 2)

  test('is read row by row from wherever it is asked for', () => {
    using source = openNpyFrames(written('rows.npy', table, [3, 3]))
    expect(source.read(2, 3)).toEqual({ data: Float64Array.of(5, 6, 2), count: 1, dimensions: 3 })
    expect(source.read(0, 2)).toEqual({ data: Float64Array.of(1, 2, 0.5, 3, 4, 0), count: 2, dimensions: 3 })
  })

  test('gives chosen columns in their order, and one as weights', () => {
    const path = written('chosen.npy', table, [3, 3])
    using source = openNpyFrames(path, { columns: [1, 0], weights: 2 })
    const weights = Float64Array.of(0.5, 0, 2)
    expect(source.read(0, 3)).toEqual({ data: Float64Array.of(2, 1, 4, 3, 6, 5), count: 3, dimensions: 2, weights })
    using others = openNpyFrames(path, { weights: 2 })
    expect(others.read(0, 1)).toEqual({
      data: Float64Array.of(1, 2),
      count: 1,
      dimensions: 2,
      weights: weights.subarray(0, 1),
    })
  })

  test('of whole numbers is one of float64', () => {
    using source = openNpyFrames(written('whole.npy', Int32Array.of(1, -2, 3, 2_147_483_647), [2, 2]))
    expect(source.type).toBe('float64')
    expect(source.read(0, 2)).toEqual({ data: Float64Array.of(1, -2, 3, 2_147_483_647), count: 2, dimensions: 2 })
    expect(source.read(1, 2).data).toEqual(Float64Array.of(3, 2_147_483_647))
  })

  test('in column-major order is the same, wherever it is asked for', () => {
    const path = join(folder, 'columns.npy')
    // The columns 1, 2, 3 and 4, 5, 6, one after the other.
    const bytes = Buffer.from(encodeNpy(Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2]))
    const header = bytes.toString('latin1', 0, 128).replace("'fortran_order': False", "'fortran_order': True ")
    writeFileSync(path, Buffer.concat([Buffer.from(header, 'latin1'), bytes.subarray(128)]))
    using source = openNpyFrames(path)
    expect(source.read(0, 3)).toEqual({ data: Float32Array.of(1, 4, 2, 5, 3, 6), count: 3, dimensions: 2 })
    expect(source.read(1, 2).data).toEqual(Float32Array.of(2, 5))
  })

  test('with one side is one column', () => {
    using source = openNpyFrames(written('line.npy', Float32Array.of(1, 2, 3), [3]))
    expect(source.read(1, 3)).toEqual({ data: Float32Array.of(2, 3), count: 2, dimensions: 1 })
  })
})

describe('what cannot be fitted to ends in a clear error', () => {
  const refused = (message: RegExp, code = 'TABLE_INVALID'): unknown =>
    expect.objectContaining({ code, message: expect.stringMatching(message) })

  test('a value that is no finite number, by its row and column', () => {
    const data = single.data.slice()
    data[31_000 * 13 + 4] = NaN
    const path = written('nan.npy', data as NpyArray, [single.count, 13])
    const task: FrameTask = { kind: 'moments', about: new Float64Array(13) }
    for (const threads of [1, 2]) {
      using source = openNpyFrames(path)
      using pool = openFrameThreads({ shardFile: built.shardFile, threads })
      const passes = threads === 1 ? localPasses(source) : pool.passesOver(source)
      expect(() => fitMixture(passes, { components: 8, initialization: 'random-frames' })).toThrow(
        refused(/nan\.npy .*row 31000, column 4 .*NaN/),
      )
      expect(() => [...passes.sums(task)]).toThrow(refused(/row 31000/))
    }
    using without = openNpyFrames(path, { columns: [0, 1] })
    expect(without.read(31_000, 31_001).count).toBe(1)
  })

  test('an infinite value', () => {
    using source = openNpyFrames(written('infinite.npy', Float32Array.of(1, 2, 3, -Infinity, 5, 6, 7), [7]))
    expect(() => source.read(2, 7)).toThrow(refused(/row 3, column 0 .*-Infinity/))
    expect(source.read(4, 7).count).toBe(3)
  })

  test('a weight below 0', () => {
    using source = openNpyFrames(written('weight.npy', Float64Array.of(1, 1, 2, -1), [2, 2]), { weights: 1 })
    expect(() => source.read(0, 2)).toThrow(refused(/row 1 .*weight -1/))
  })

  test('a file that ends too early, when it is opened or while it is read', () => {
    const path = written('cut.npy', single.data as NpyArray, [single.count, 13])
    using source = openNpyFrames(path)
    truncateSync(path, 1_000_000)
    expect(() => openNpyFrames(path)).toThrow(refused(/cut\.npy .*40007 rows of 13 columns take 2080364 bytes/))
    expect(source.read(0, 100).count).toBe(100)
    expect(() => source.read(40_000, 40_007)).toThrow(refused(/shorter/))
  })

  test('a file that is no such matrix', () => {
    const path = written('text.npy', ['a', 'b'], [2])
    expect(() => openNpyFrames(path)).toThrow(refused(/float32 nor float64 nor whole/))
    writeFileSync(path, 'frame,c0,c1\n')
    expect(() => openNpyFrames(path)).toThrow(refused(/signature/))
    expect(() => openNpyFrames(written('cube.npy', single.data.slice(0, 8) as NpyArray, [2, 2, 2]))).toThrow(
      refused(/\(2, 2, 2\)/),
    )
  })

  test('a file or a column that is not there', () => {
    expect(() => openNpyFrames(join(folder, 'nothing.npy'))).toThrow(refused(/nothing\.npy/, 'FILE_NOT_FOUND'))
    expect(() => openNpyFrames(folder)).toThrow(refused(/folder/, 'FILE_UNREADABLE'))
    const path = written('three.npy', Float32Array.of(1, 2, 3), [1, 3])
    expect(() => openNpyFrames(path, { columns: [3] })).toThrow(refused(/3 columns.*column 3/, 'OPTIONS_INVALID'))
    expect(() => openNpyFrames(path, { columns: [] })).toThrow(refused(/No column/, 'OPTIONS_INVALID'))
  })
})
