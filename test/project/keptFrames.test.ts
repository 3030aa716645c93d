import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeNpy } from '../../src/exchange/npy'
import { fitMixture } from '../../src/mixture/expectationMaximization'
import { concatenateFrames, type Frames } from '../../src/mixture/frames'
import { openFrameThreads } from '../../src/mixture/threads/frameThreads'
import { openKeptFrames, readFeatures, readKeptFrames, type FeatureFile } from '../../src/project/keptFrames'
import { scratchFolder } from '../audio/scratchFolder'
import { builtShard } from '../builtShard'
import { clusteredFrames } from '../mixture/syntheticFrames'

const { path: folder } = scratchFolder()
let written = 0

/** A recording's features with every frame kept whose index `keep` is true for. */
function featureFile({ data, count, dimensions }: Frames, keep: (frame: number) => boolean): FeatureFile {
  const path = join(folder, `${written++}.npy`)
  writeFileSync(path, encodeNpy(data as Float32Array, [count, dimensions]))
  return { path, firstRow: null, speech: Uint8Array.from({ length: count }, (_, frame) => Number(keep(frame))) }
}

/** The same recordings, in one file. */
function packed(files: readonly FeatureFile[]): FeatureFile[] {
  const { data, count, dimensions } = concatenateFrames(files.map(readFeatures))
  const path = join(folder, `${written++}.npy`)
  writeFileSync(path, encodeNpy(data as Float32Array, [count, dimensions]))
  let firstRow = 0
  return files.map(({ speech }) => {
    firstRow += speech.length
    return { path, firstRow: firstRow - speech.length, speech }
  })
}

function inMemory(files: readonly FeatureFile[]): Frames {
  return concatenateFrames(files.map(readKeptFrames))
}

test('any range of the kept frames of many recordings is what it is in memory', async () => {
  const recordings = fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(recordings, fc.nat(), fc.nat(), async (masks, a, b) => {
      fc.pre(masks.flat().some(Boolean))
      const files = masks.map((mask, i) =>
        featureFile(clusteredFrames(mask.length, 3, 2, i + 1), (frame) => mask[frame]),
      )
      const { data, count, dimensions } = inMemory(files)
      const [from, to] = [a % (count + 1), b % (count + 1)].sort((x, y) => x - y)
      const pack = packed(files)
      expect(inMemory(pack)).toEqual({ data, count, dimensions })
      for (const places of [files, pack, [files[0], ...pack.slice(1)]]) {
        using source = openKeptFrames(places)
        expect([source.count, source.dimensions]).toEqual([count, dimensions])
        expect(source.read(from, to).data).toEqual(data.slice(from * 3, to * 3))
        expect(source.read(0, count).data).toEqual(data)
      }
    }),
    { numRuns: 60 },
  )
})

test('recordings on disk give the fit of the same frames in memory, bit for bit, to any number of threads', async () => {
  const files = [1, 2, 3, 4].map((seed) =>
    featureFile(clusteredFrames(12_000 + seed, 13, 3, seed), (frame) => frame % 50 < 40 && seed !== 2),
  )
  const options = { components: 8, maxIterations: 3, tolerance: 0 }
  const { mixture, lowerBounds } = fitMixture(inMemory(files), options)
  using built = await builtShard()
  for (const threads of [1, 2]) {
    using source = openKeptFrames(files)
    using pool = openFrameThreads({ shardFile: built.shardFile, threads })
    const streamed = fitMixture(pool.passesOver(source), options)
    expect(streamed.lowerBounds).toEqual(lowerBounds)
    expect(streamed.mixture).toEqual(mixture)
  }
})

test('features that are not what was extracted end in a clear error', () => {
  const good = featureFile(clusteredFrames(100, 3, 2), () => true)
  const other = featureFile(clusteredFrames(100, 4, 2), () => true)
  const damaged = (message: RegExp): unknown =>
    expect.objectContaining({ code: 'PROJECT_DAMAGED', message: expect.stringMatching(message) })
  expect(() => openKeptFrames([{ ...good, speech: new Uint8Array(99).fill(1) }])).toThrow(damaged(/100 frames.*99/))
  using mixed = openKeptFrames([good, other])
  expect(() => mixed.read(90, 110)).toThrow(damaged(/4 columns.*3/))
  const data = clusteredFrames(100, 3, 2).data.slice() as Float32Array
  data[50 * 3 + 1] = Infinity
  writeFileSync(other.path, encodeNpy(data, [100, 3]))
  using infinite = openKeptFrames([good, { ...other, speech: other.speech.map((_, frame) => Number(frame > 40)) }])
  expect(() => infinite.read(100, 150)).toThrow(damaged(/frame 50, column 1 .*Infinity/))
  expect(() => openKeptFrames([{ ...good, firstRow: 1 }])).toThrow(damaged(/100 frames.*rows 1 to 101/))
  truncateSync(good.path, 500)
  expect(() => openKeptFrames([good])).toThrow(damaged(/bytes/))
  expect(() => openKeptFrames([{ ...good, speech: new Uint8Array(100) }])).toThrow(
    expect.objectContaining({ code: 'NOTHING_TO_DO' }),
  )
})
