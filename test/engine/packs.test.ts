import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { encodeWav } from '../../src/audio/wav'
import type { Engine } from '../../src/engine/createEngine'
import { extractFeatures } from '../../src/features/extractFeatures'
import { recipeHash } from '../../src/features/recipeHash'
import { readFeatures } from '../../src/project/keptFrames'
import { anotherRecipe, ended, importRequest, samplesFolder, temporaryFolder, testEngine } from './temporaryEngine'

function tone(hz: number, rateHz: number): Uint8Array {
  return encodeWav(
    Float32Array.from({ length: rateHz / 2 }, (_, i) => 0.3 * Math.sin((2 * Math.PI * hz * i) / rateHz)),
    rateHz,
  )
}

/** Holds what the project has cached to what the front end makes of each file; answers with the places of the rows. */
async function expectCached({ context }: Engine): Promise<string[]> {
  const { project } = context.session.required()
  const { recipe, features } = project
  const sampleRateHz = project.sampleRateHz ?? 0
  const places: string[] = []
  for (const { path, contentHash } of project.recordings.all('training')) {
    const found = features.get(contentHash ?? '', recipeHash(recipe, sampleRateHz))
    if (!found?.place) throw new Error(`${path} has no features.`)
    const wanted = extractFeatures(await decodeAudio(path, { sampleRateHz }), recipe)
    expect(readFeatures({ ...found.place, speech: found.speech }).data).toEqual(wanted.data)
    expect(found.speech).toEqual(wanted.speech)
    expect(found.keptCount).toBe(wanted.speech.reduce((sum, kept) => sum + kept, 0))
    places.push(found.place.path)
  }
  return places
}

const packsOf = (folder: string): string[] => readdirSync(join(folder, 'p/features/packs')).sort()

test('an import leaves the features of short recordings, and a new recipe makes new ones, the same as one by one', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  await client.project.create({ path: join(folder.path, 'p'), sampleRateHz: 8000 })
  await ended(engine, importRequest([join(samplesFolder, 'kevin'), join(samplesFolder, 'agnes')]))
  const before = await expectCached(engine)
  expect([...new Set(before.map((path) => basename(path)))].sort()).toEqual(packsOf(folder.path))
  expect((await ended(engine, { kind: 'extract' })).outcome).toMatch(
    /^Features of 0 recordings computed; \d+ were up to date\.$/,
  )
  await anotherRecipe(engine)
  expect((await ended(engine, { kind: 'extract' })).outcome).toBe(`Features of ${before.length} recordings computed.`)
  const after = await expectCached(engine)
  expect(after.some((path) => before.includes(path))).toBe(false)
  // What somebody deletes is made again.
  rmSync(after[0] ?? '')
  expect((await ended(engine, { kind: 'extract' })).fileErrors).toBe(0)
  await expectCached(engine)
})

test('features that were made at a rate that the project does not get are not kept', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  for (let i = 0; i < 40; i++) writeFileSync(join(folder.path, `${i + 10}.wav`), tone(200 + i, i < 12 ? 8000 : 16_000))
  await client.project.create({ path: join(folder.path, 'p') })
  await ended(engine, importRequest([folder.path]))
  expect((await client.project.current())?.sampleRateHz).toBe(16_000)
  const { project } = engine.context.session.required()
  const hashes = project.database.all('SELECT DISTINCT recipe_hash FROM features').map((row) => row['recipe_hash'])
  expect(hashes.filter((hash) => hash !== recipeHash(project.recipe, 16_000))).toEqual([])
  expect(await ended(engine, { kind: 'extract' })).toMatchObject({ state: 'done', fileErrors: 0 })
  expect([...new Set((await expectCached(engine)).map((path) => basename(path)))].sort()).toEqual(packsOf(folder.path))
})

test('an import is one though no features can be written', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  await client.project.create({ path: join(folder.path, 'p') })
  rmSync(join(folder.path, 'p/features'), { recursive: true })
  writeFileSync(join(folder.path, 'p/features'), 'a file where the folder should be')
  expect(await ended(engine, importRequest([join(samplesFolder, 'kevin')]))).toMatchObject({
    state: 'done',
    fileErrors: 0,
  })
  rmSync(join(folder.path, 'p/features'))
  expect(await ended(engine, { kind: 'extract' })).toMatchObject({ state: 'done', fileErrors: 0 })
  await expectCached(engine)
})
