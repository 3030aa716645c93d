import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CepstraError } from '../../../src/cepstraError'
import { fitMixture } from '../../../src/mixture/expectationMaximization'
import type { FitOptions } from '../../../src/mixture/fitOptions'
import { localPasses, type FramePasses } from '../../../src/mixture/framePasses'
import type { Frames } from '../../../src/mixture/frames'
import { framesInMemory } from '../../../src/mixture/frameSource'
import type { FrameTask } from '../../../src/mixture/frameTask'
import { kMeans } from '../../../src/mixture/kmeans'
import { scorePass } from '../../../src/mixture/scorePass'
import { openFrameThreads } from '../../../src/mixture/threads/frameThreads'
import { sharedFloat64, shareFrames } from '../../../src/mixture/threads/shareableSource'
import { builtShard, type BuiltShard } from '../../builtShard'
import { clusteredFrames } from '../syntheticFrames'

let built: BuiltShard
beforeAll(async () => {
  built = await builtShard()
})
afterAll(() => {
  built[Symbol.dispose]()
})

const threadCounts = [1, 2, 3]

/** Long enough to be shared, and no multiple of anything. */
const single = clusteredFrames(40_007, 13, 5)
const double: Frames = { ...single, data: Float64Array.from(single.data) }
const weighted: Frames = {
  ...single,
  weights: Float64Array.from({ length: single.count }, (_, i) => 0.5 + (i % 7)),
}

function run<Result>(steps: Iterator<unknown, Result>): Result {
  let next = steps.next()
  while (!next.done) next = steps.next()
  return next.value
}

function withThreads<Result>(frames: Frames, threads: number, use: (passes: FramePasses) => Result): Result {
  using pool = openFrameThreads({ shardFile: built.shardFile, threads })
  return use(pool.passesOver(shareFrames(frames)))
}

describe('the number of threads changes no bit', () => {
  const base = { components: 16, initialization: 'random-frames', maxIterations: 3, tolerance: 0 } as const
  test.each<[string, Frames, FitOptions]>([
    ['diagonal in float32', single, { ...base, precision: 'float32' }],
    ['diagonal in float64', single, { ...base, precision: 'float64' }],
    ['diagonal of float64 frames', double, base],
    ['diagonal of weighted frames', weighted, base],
    ['spherical', single, { ...base, covarianceType: 'spherical' }],
    ['full', single, { ...base, components: 5, covarianceType: 'full' }],
    ['tied', single, { ...base, components: 5, covarianceType: 'tied' }],
  ])('of a fit: %s', (_, frames, options) => {
    const { mixture, lowerBounds } = fitMixture(frames, options)
    for (const threads of threadCounts) {
      const shared = withThreads(frames, threads, (passes) => fitMixture(passes, options))
      expect(shared.lowerBounds).toEqual(lowerBounds)
      expect(shared.mixture).toEqual(mixture)
    }
  })

  test('of a start from k-means on a sample', () => {
    const wide = clusteredFrames(140_000, 13, 20)
    const options = { components: 60, maxIterations: 1, precision: 'float32' } as const
    const { mixture } = fitMixture(wide, options)
    for (const threads of threadCounts) {
      expect(withThreads(wide, threads, (passes) => fitMixture(passes, options)).mixture).toEqual(mixture)
    }
  })

  test('of k-means', () => {
    const options = { clusters: 20, maxIterations: 5 }
    const alone = kMeans(single, options)
    for (const threads of threadCounts) {
      expect(withThreads(single, threads, (passes) => kMeans(passes, options))).toEqual(alone)
    }
  })

  test('of scores', () => {
    const { mixture } = fitMixture(single, { ...base, maxIterations: 1 })
    const alone = run(scorePass(localPasses(framesInMemory(single)), mixture))
    for (const threads of threadCounts) {
      expect(withThreads(single, threads, (passes) => run(scorePass(passes, mixture)))).toEqual(alone)
    }
  })
})

function taskFor(frames: Frames): FrameTask {
  const centers = Float64Array.from(frames.data.subarray(0, 32 * frames.dimensions))
  return { kind: 'assign', centers }
}

describe('a pass that several threads share in', () => {
  test('is shared: this thread reads only a part of the frames', () => {
    const source = shareFrames(single)
    let frames = 0
    const counting = {
      ...source,
      read: (from: number, to: number) => {
        frames += to - from
        return source.read(from, to)
      },
    }
    using pool = openFrameThreads({ shardFile: built.shardFile, threads: 2 })
    const passes = pool.passesOver(counting)
    const deadline = Date.now() + 20_000
    // The other thread takes a while to start.
    do {
      frames = 0
      run(passes.sums(taskFor(single)))
    } while (frames === single.count && Date.now() < deadline)
    expect(frames).toBeLessThan(single.count)
  })

  test('can be left midway, and the next one is whole', () => {
    const task = taskFor(single)
    const whole = run(localPasses(framesInMemory(single)).sums(task))
    using pool = openFrameThreads({ shardFile: built.shardFile, threads: 3 })
    const passes = pool.passesOver(shareFrames(single))
    for (const steps of [1, 2, 5, 20]) {
      const left = passes.sums(task)
      for (let i = 0; i < steps; i++) left.next()
      left.return(new Float64Array(0))
      expect(run(passes.sums(task))).toEqual(whole)
    }
  })

  test('does not disturb another one that is under way', () => {
    const task = taskFor(single)
    const other = { kind: 'moments', about: new Float64Array(13) } as const
    using pool = openFrameThreads({ shardFile: built.shardFile, threads: 2 })
    const passes = pool.passesOver(shareFrames(single))
    const weightedPasses = pool.passesOver(shareFrames(weighted))
    const [a, b] = [passes.sums(task), weightedPasses.sums(task)]
    a.next()
    b.next()
    expect(run(passes.sums(other))).toEqual(run(localPasses(framesInMemory(single)).sums(other)))
    expect(run(b)).toEqual(run(localPasses(framesInMemory(weighted)).sums(task)))
    expect(run(a)).toEqual(run(localPasses(framesInMemory(single)).sums(task)))
  })

  test('goes on in this thread when the others are ended under it', () => {
    const task = taskFor(single)
    using pool = openFrameThreads({ shardFile: built.shardFile, threads: 3 })
    const passes = pool.passesOver(shareFrames(single))
    const whole = run(passes.sums(task))
    const half = passes.sums(task)
    half.next()
    pool.close()
    expect(run(half)).toEqual(whole)
    expect(run(passes.sums(task))).toEqual(whole)
  })

  test('is done by this thread alone where the others cannot open the source', () => {
    const task = taskFor(single)
    using pool = openFrameThreads({ shardFile: built.shardFile, threads: 3 })
    const passes = pool.passesOver({ ...shareFrames(single), origin: { kind: 'npy', path: '/nowhere/frames.npy' } })
    expect(run(passes.sums(task))).toEqual(run(localPasses(framesInMemory(single)).sums(task)))
  })

  const entry = (program: string): URL => new URL(`data:text/javascript,${encodeURIComponent(program)}`)

  test('is done by this thread alone where the others do not start', () => {
    const task = taskFor(single)
    using pool = openFrameThreads({ shardFile: entry("throw new Error('broken')"), threads: 2 })
    const passes = pool.passesOver(shareFrames(single))
    const whole = run(localPasses(framesInMemory(single)).sums(task))
    for (let i = 0; i < 5; i++) expect(run(passes.sums(task))).toEqual(whole)
  })

  test('is whole although another thread dies with a chunk in its hands', () => {
    const task = taskFor(single)
    const dying = entry(`
      import { parentPort } from 'node:worker_threads'
      parentPort.on('message', ({ board }) => {
        if (board && Atomics.add(board.control, 0, 1) + 3 < board.control.length) process.exit(1)
      })
    `)
    using pool = openFrameThreads({ shardFile: dying, threads: 2 })
    const passes = pool.passesOver(shareFrames(single))
    const whole = run(localPasses(framesInMemory(single)).sums(task))
    const deadline = Date.now() + 20_000
    let milliseconds = 0
    // The other thread takes a while to start; once it has taken its chunk, this one waits for a sign of life.
    while (milliseconds < 1500 && Date.now() < deadline) {
      const startedAt = performance.now()
      expect(run(passes.sums(task))).toEqual(whole)
      milliseconds = performance.now() - startedAt
    }
    expect(milliseconds).toBeGreaterThan(1500)
  })

  test('ends in the error of its source', () => {
    const source = shareFrames(single)
    const failing = {
      ...source,
      origin: { kind: 'npy', path: '/nowhere/frames.npy' },
      read: (from: number, to: number) => {
        if (to > 20_000) throw new CepstraError('TABLE_INVALID', 'Row 20000 is damaged.')
        return source.read(from, to)
      },
    }
    using pool = openFrameThreads({ shardFile: built.shardFile, threads: 2 })
    expect(() => run(pool.passesOver(failing).sums(taskFor(single)))).toThrow('Row 20000 is damaged.')
  })

  test('writes only to memory that all threads see', () => {
    const task = { ...taskFor(single), labels: new Int32Array(single.count) } as FrameTask
    using pool = openFrameThreads({ shardFile: built.shardFile, threads: 2 })
    expect(() => run(pool.passesOver(shareFrames(single)).sums(task))).toThrow(RangeError)
  })
})

test('frames on shared memory are not copied to be shared', () => {
  const data = sharedFloat64(26)
  expect(shareFrames({ data, count: 2, dimensions: 13 }).origin.frames.data).toBe(data)
})
