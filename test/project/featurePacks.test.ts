import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { FeatureFacts } from '../../src/project/featureStore'
import { openFeatureWriter } from '../../src/project/featureWriter'
import { readFeatures } from '../../src/project/keptFrames'
import { Project } from '../../src/project/project'
import { scratchFolder } from '../audio/scratchFolder'

const { path: scratch } = scratchFolder()
let made = 0
const newProject = (): Project => Project.create(join(scratch, `${made++}`))

const columns = 3
const rowsOf = (count: number, first: number): Float32Array =>
  Float32Array.from({ length: count * columns }, (_, i) => first + i)

function factsOf(frameCount: number): FeatureFacts {
  return { frameCount, keptCount: frameCount, speech: new Uint8Array(frameCount).fill(1), warnings: [], error: null }
}

/** Writes a pack of recordings with 4, 5 and 6 frames, but does not register it. */
function writePack({ features }: Project, recipeHash: string, path = features.newPackPath()) {
  const writer = openFeatureWriter(path, columns)
  const recordings = [4, 5, 6].map((count) => {
    const firstRow = writer.count
    writer.push(rowsOf(count, 100 * count), count)
    return { contentHash: `${count}`, facts: factsOf(count), firstRow }
  })
  writer.finish()
  return { path, recipeHash, recordings }
}

test('recordings come back from a pack as they went in', () => {
  const project = newProject()
  project.features.putPack(writePack(project, 'r'))
  for (const count of [4, 5, 6]) {
    const found = project.features.get(`${count}`, 'r')
    if (!found?.place) throw new Error('It is gone.')
    expect(found).toMatchObject(factsOf(count))
    expect(readFeatures({ ...found.place, speech: found.speech }).data).toEqual(rowsOf(count, 100 * count))
  }
  expect(project.features.states('r', ['4', '6', '7'])).toEqual(
    new Map([
      ['4', 'ready'],
      ['6', 'ready'],
    ]),
  )
  expect(project.features.has('4', 'another')).toBe(false)
  project.close()
})

test.each([100, 40_000])('a recording of %d rows that is taken back leaves no row in a pack', (count) => {
  const project = newProject()
  const path = project.features.newPackPath()
  const writer = openFeatureWriter(path, columns)
  writer.push(rowsOf(7, 1), 7)
  for (let part = 0; part < 3; part++) writer.push(rowsOf(count, 1e6), count)
  writer.rewind(7)
  writer.push(rowsOf(9, 5000), 9)
  writer.finish()
  expect(readFeatures({ path, firstRow: null, speech: new Uint8Array(16) }).data).toEqual(
    Float32Array.from([...rowsOf(7, 1), ...rowsOf(9, 5000)]),
  )
  project.close()
})

test('of a program that was killed before it registered a pack nothing is seen, and its file goes at the next opening', () => {
  const project = newProject()
  const known = writePack(project, 'r')
  project.features.putPack(known)
  const { path } = writePack(project, 's')
  const unfinished = `${path}.${2 ** 22 + 1}-a.part`
  writeFileSync(unfinished, 'x')
  expect(project.features.has('4', 's')).toBe(false)
  project.close()
  const again = Project.open(project.path)
  expect(readdirSync(dirname(path))).toEqual([basename(known.path)])
  expect(existsSync(unfinished)).toBe(false)
  expect(again.features.has('4', 'r')).toBe(true)
  again.close()
})

test('a pack that cannot be registered whole is not registered at all', () => {
  const project = newProject()
  const pack = writePack(project, 'r')
  const broken = { ...pack, recordings: [...pack.recordings, { contentHash: '7', facts: factsOf(7), firstRow: NaN }] }
  expect(() => project.features.putPack(broken)).toThrow(/database value/)
  expect(project.features.states('r', ['4', '5', '6', '7']).size).toBe(0)
  expect(project.database.all('SELECT * FROM packs')).toEqual([])
  project.close()
})

test('features whose pack somebody deleted are there no more, at once and after the next opening', () => {
  const project = newProject()
  const pack = writePack(project, 'r')
  project.features.putPack(pack)
  project.features.putPack(writePack(project, 's'))
  rmSync(pack.path)
  expect(project.features.has('5', 'r')).toBe(false)
  project.close()
  const again = Project.open(project.path)
  expect(again.features.get('5', 'r')).toBeUndefined()
  expect(again.features.has('5', 's')).toBe(true)
  again.close()
})

test('packs under a recipe go with all that is in them, and others stay', () => {
  const project = newProject()
  const [gone, stays] = [writePack(project, 'r'), writePack(project, 's')]
  project.features.putPack(gone)
  project.features.putPack(stays)
  const own = project.features.path('8', 'r')
  mkdirSync(dirname(own), { recursive: true })
  writeFileSync(own, '')
  project.features.put('8', 'r', factsOf(8))
  project.features.removePacks('r')
  expect([existsSync(gone.path), existsSync(stays.path)]).toEqual([false, true])
  expect(project.features.states('r', ['4', '8'])).toEqual(new Map([['8', 'ready']]))
  expect(project.features.has('4', 's')).toBe(true)
  project.close()
})
