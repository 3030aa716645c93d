import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Recipe } from '../../src/features/recipe'
import { Project } from '../../src/project/project'
import { readKeptFrames } from '../../src/project/keptFrames'
import { recipeHash } from '../../src/features/recipeHash'
import { ended, importRequest, samplesFolder, temporaryFolder, testEngine } from './temporaryEngine'

test('normalization by the project leaves the kept frames of its labeled recordings with mean 0 and deviation 1', async () => {
  using folder = temporaryFolder()
  const place = join(folder.path, 'p')
  let recipe: Recipe
  let told: { done: number; total: number }[]
  {
    await using engine = testEngine()
    const { client } = engine
    await client.project.create({ path: place })
    await ended(engine, importRequest(['agnes', 'angus'].map((voice) => join(samplesFolder, voice))))
    const current = await client.project.current()
    if (!current) throw new Error('no project')
    const asked: Recipe = { ...current.recipe, deltas: 1, stacking: 1, normalization: 'project' }
    const measuring = await client.features.measureStatistics({ recipe: asked })
    told = []
    for (;;) {
      const step = await measuring.next()
      if (step.done) {
        recipe = step.value.recipe
        break
      }
      told.push(step.value)
    }
    const total = (await client.recordings.list({})).total
    expect(told.at(-1)).toEqual({ done: total, total })
    expect(recipe).toEqual({ ...asked, projectStatistics: recipe.projectStatistics })
    expect(recipe.projectStatistics?.means).toHaveLength((asked.coefficients - 1) * 2)
    await client.features.setRecipe({ recipe })
    expect(await ended(engine, { kind: 'extract' })).toMatchObject({ state: 'done', fileErrors: 0 })
  }
  const project = Project.open(place)
  const hash = recipeHash(recipe, project.sampleRateHz ?? 0)
  const columns = recipe.projectStatistics?.means.length ?? 0
  const sums = new Float64Array(columns)
  const squares = new Float64Array(columns)
  let count = 0
  for (const { contentHash } of project.recordings.all('training')) {
    const facts = project.features.get(contentHash ?? '', hash)
    if (!facts?.place) throw new Error('A recording has no features.')
    const { data, dimensions, count: kept } = readKeptFrames({ ...facts.place, speech: facts.speech })
    expect(dimensions).toBe(3 * columns)
    for (let i = 0; i < kept; i++, count++) {
      for (let column = 0; column < columns; column++) {
        const value = data[i * dimensions + columns + column]
        sums[column] += value
        squares[column] += value * value
      }
    }
  }
  project.close()
  expect(count).toBeGreaterThan(1000)
  for (let column = 0; column < columns; column++) {
    expect(sums[column] / count).toBeCloseTo(0, 4)
    expect(squares[column] / count).toBeCloseTo(1, 3)
  }
})

test('a project without labeled sound has nothing to measure', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  await client.project.create({ path: join(folder.path, 'p'), sampleRateHz: 16_000 })
  const current = await client.project.current()
  if (!current) throw new Error('no project')
  const measuring = await client.features.measureStatistics({ recipe: current.recipe })
  await expect(measuring.next()).rejects.toMatchObject({ code: 'NOTHING_TO_DO' })
})
