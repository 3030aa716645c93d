import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { covarianceTypes } from '../../src/mixture/gaussianMixture'
import { Database } from '../../src/project/database'
import { packJson } from '../../src/project/packJson'
import { Project } from '../../src/project/project'
import { bankWithBackground, trainedBank } from '../recognition/trainedBank'
import { dropLaterColumns } from './dropLaterColumns'

let folder: string
let project: Project
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cepstra-banks-'))
  project = Project.create(join(folder, 'p'))
})
afterEach(() => {
  project.close()
  rmSync(folder, { recursive: true, force: true })
})

const firstVersion = (id: number) => ({ version: 1, parentId: null, lineageId: id })

describe('a bank in a project', () => {
  test.each(covarianceTypes)('comes back with every number exactly as it was, with %s covariances', (type) => {
    const bank = trainedBank(undefined, type)
    const id = project.banks.add(bank)
    expect(project.banks.get(id)).toEqual({ ...bank, id, imported: true, lineage: firstVersion(id) })
  })

  test('brings its background, which goes with it', () => {
    const bank = bankWithBackground(trainedBank(undefined, 'full'))
    const id = project.banks.add(bank)
    expect(project.banks.get(id)).toEqual({ ...bank, id, imported: true, lineage: firstVersion(id) })
    project.banks.remove(id)
    expect(project.banks.background(id)).toBeNull()
    expect(project.database.all('SELECT * FROM backgrounds')).toEqual([])
  })

  test('is listed without the numbers of its mixtures, background and test vector', () => {
    const { labels, frameCount, ...rest } = overview(bankWithBackground(trainedBank(undefined, 'tied')))
    expect(labels).toEqual(['ant', 'bee', 'çicada/3'])
    expect(frameCount).toBe(600)
    expect(rest).toMatchObject({ components: 3, training: { covarianceType: 'tied' } })
    for (const left of ['mixtures', 'background', 'testVector']) expect(rest).not.toHaveProperty(left)
  })

  test('that is still being trained keeps its background for the next attempt', () => {
    const { background } = bankWithBackground(trainedBank())
    const { id } = project.banks.begin(1, 'plan', 'Bank')
    expect(project.banks.background(id)).toBeNull()
    project.banks.putBackground(id, background)
    expect(project.banks.background(project.banks.begin(1, 'plan', 'Bank').id)).toEqual(background)
    expect(project.banks.background(project.banks.begin(1, 'other plan', 'Bank').id)).toBeNull()
  })

  test('has versions, which keep their numbers and mixtures whatever becomes of the others', () => {
    const bank = bankWithBackground(trainedBank())
    const { mixtures, background: _background, name: _name, createdAt: _createdAt, ...body } = bank
    const first = project.banks.add(bank)
    const taken = mixtures.slice(0, 2).map((entry, position) => ({ entry, position: 1 - position }))
    const { id: second, finishedLabels } = project.banks.begin(7, 'plan', 'Insects', { id: first, mixtures: taken })
    expect(finishedLabels).toEqual(mixtures.slice(0, 2).map(({ label }) => label))
    expect(project.banks.begin(7, 'plan', 'Insects', { id: first, mixtures: taken }).id).toBe(second)
    const material = {
      request: { kind: 'train' },
      pooledVariance: Float64Array.of(1, 2),
      labels: [{ label: 'ant', recordings: 2, digest: 'd', contents: ['a', 'b'] }],
    }
    project.banks.finish(second, body, material)
    expect(project.banks.material(second)).toEqual(material)
    expect(project.banks.material(first)).toBeNull()
    expect(project.banks.get(second).mixtures).toEqual([mixtures[1], mixtures[0]])
    expect(project.banks.get(second).lineage).toEqual({ version: 2, parentId: first, lineageId: first })

    const third = project.banks.restore(first)
    expect(project.banks.get(third).lineage).toEqual({ version: 3, parentId: first, lineageId: first })
    const { mixtures: restored, background, testVector } = project.banks.get(third)
    expect({ mixtures: restored, background, testVector }).toEqual({
      mixtures,
      background: bank.background,
      testVector: bank.testVector,
    })
    project.banks.remove(first)
    expect(project.banks.get(second).lineage).toEqual({ version: 2, parentId: null, lineageId: first })
    expect(project.banks.get(project.banks.restore(second)).lineage).toMatchObject({ version: 4, parentId: second })
    expect(() => project.banks.restore(first)).toThrow('no bank')
  })
})

test('a project of before there were covariance types opens, and its banks are what they were', () => {
  const { mixtures, training: _training, background: _background, name, createdAt, ...body } = trainedBank()
  const { sampleScale: _scale, filterBank: _bank, given: _given, ...recipe } = body.recipe
  project.close()
  const path = join(folder, 'p', 'project.db')
  const database = new Database(path)
  // What the first versions wrote, which had neither these tables nor these fields.
  dropLaterColumns(database)
  database.script('DROP TABLE backgrounds; DROP TABLE selections; DROP TABLE packs')
  for (const column of ['pack', 'first_row']) database.script(`ALTER TABLE features DROP COLUMN ${column}`)
  for (const column of [
    ...['clipped_samples', 'first_clipped_seconds', 'dc_offset', 'noise_floor_db', 'snr_db'],
    ...['speech_seconds', 'bandwidth_hz'],
  ]) {
    database.script(`ALTER TABLE recordings DROP COLUMN ${column}`)
  }
  database.version = 2
  const { id } = database.run(
    "INSERT INTO banks (name, state, created_at, body, imported) VALUES (?, 'ready', ?, ?, 0)",
    name,
    createdAt,
    packJson({ ...body, recipe }),
  )
  const bytes = (values: Float64Array) => new Uint8Array(values.buffer)
  mixtures.forEach(({ label, mixture, ...facts }, position) => {
    database.run(
      `INSERT INTO mixtures (bank_id, label, position, frame_count, weights, means, covariances, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      label,
      position,
      facts.frameCount,
      bytes(mixture.weights),
      bytes(mixture.means),
      bytes(mixture.covariances),
      JSON.stringify({ label, ...facts, shape: { covarianceType: 'diag', componentCount: 3, dimensions: 3 } }),
    )
  })
  database.close()

  project = Project.open(join(folder, 'p'))
  // What could not be chosen then is what it was then.
  const then = { ...body.recipe, sampleScale: 'int16' }
  const given = { training: null, background: null, id, imported: false, lineage: firstVersion(id) }
  const expected = { ...trainedBank(), recipe: then, ...given }
  expect(project.banks.get(id)).toEqual(expected)
  expect(project.banks.list()).toMatchObject([{ id, name, training: null, frameCount: 600 }])
  expect(project.selections.list()).toEqual([])
})

function overview(bank: Parameters<Project['banks']['add']>[0]) {
  project.banks.add(bank)
  return project.banks.list()[0]
}
