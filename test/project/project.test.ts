import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { featurePath } from '../../src/project/featureStore'
import { openFeatureWriter } from '../../src/project/featureWriter'
import { readFeatures, readKeptFrames } from '../../src/project/keptFrames'
import { Project } from '../../src/project/project'
import type { RecordingFacts } from '../../src/project/recordingStore'
import { dropLaterColumns } from './dropLaterColumns'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cepstra-project-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const facts = (path: string, change: Partial<RecordingFacts> = {}): RecordingFacts => ({
  path,
  contentHash: `hash of ${path}`,
  bytes: 100,
  modifiedMs: 1,
  durationSeconds: 2,
  sampleRateHz: 16_000,
  channelCount: 1,
  format: 'wav',
  peakDb: -3,
  rmsDb: -20,
  quality: null,
  thumbnail: [-127, 127, 0, 5],
  flags: [],
  notes: [],
  ...change,
})

const quality = {
  clippedSamples: 12,
  firstClippedSeconds: 0.25,
  dcOffset: -0.001,
  noiseFloorDb: -61.5,
  snrDb: 32.25,
  speechSeconds: 1.5,
  bandwidthHz: 7875,
}

/** The version of a database whose recordings have no columns for their quality. */
const versionBeforeQuality = 3

describe('a project', () => {
  test('needs a folder of its own', () => {
    writeFileSync(join(folder, 'something'), '')
    expect(() => Project.create(folder)).toThrow(expect.objectContaining({ code: 'PROJECT_EXISTS' }))
    Project.create(join(folder, 'p')).close()
    expect(() => Project.create(join(folder, 'p'))).toThrow(/already/)
  })

  test('is told to be missing where there is none', () => {
    expect(() => Project.open(folder)).toThrow(expect.objectContaining({ code: 'PROJECT_NOT_FOUND' }))
  })

  test('remembers its rate and recipe wherever its folder goes', () => {
    const project = Project.create(join(folder, 'p'), 8000)
    project.recipe = { ...project.recipe, coefficients: 9 }
    project.close()
    renameSync(join(folder, 'p'), join(folder, 'q'))
    const again = Project.open(join(folder, 'q'))
    expect(again.sampleRateHz).toBe(8000)
    expect(again.recipe.coefficients).toBe(9)
    again.close()
  })

  test('takes rates that mean something only', () => {
    expect(() => Project.create(join(folder, 'p'), 12)).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }))
  })
})

describe('recordings', () => {
  test('keep the label that a person gave when they are imported again, and follow a rule otherwise', () => {
    const project = Project.create(join(folder, 'p'))
    const { recordings } = project
    const { id } = recordings.put(facts('/a.wav'), 'training', 'anna')
    expect(recordings.put(facts('/a.wav'), 'training', 'ben').id).toBe(id)
    expect(recordings.get(id)?.label).toBe('ben')
    expect(recordings.setLabels([{ id, label: 'cleo' }])).toEqual([{ id, label: 'ben' }])
    recordings.put(facts('/a.wav'), 'training', 'anna')
    expect(recordings.get(id)).toMatchObject({ label: 'cleo', thumbnail: [-127, 127, 0, 5], name: 'a.wav' })
    project.close()
  })

  test('keep what was measured of their quality, and lose it where the file cannot be read any more', () => {
    const project = Project.create(join(folder, 'p'))
    const { recordings } = project
    const { id } = recordings.put(facts('/a.wav', { quality }), 'training', null)
    expect(recordings.get(id)?.quality).toEqual(quality)
    const silent = { ...quality, firstClippedSeconds: null, noiseFloorDb: null, snrDb: null, bandwidthHz: null }
    recordings.put(facts('/a.wav', { quality: silent }), 'training', null)
    expect(recordings.get(id)?.quality).toEqual(silent)
    recordings.put(facts('/a.wav', { quality: null }), 'training', null)
    expect(recordings.get(id)?.quality).toBeNull()
    project.close()
  })

  test('of a project from before quality was measured have none until they are read again', () => {
    const project = Project.create(join(folder, 'p'), 16_000)
    const { id } = project.recordings.put(facts('/a.wav', { flags: ['clipped'] }), 'training', 'anna')
    const added = ['clipped_samples', 'first_clipped_seconds', 'dc_offset', 'noise_floor_db', 'snr_db']
    for (const column of [...added, 'speech_seconds', 'bandwidth_hz']) {
      project.database.script(`ALTER TABLE recordings DROP COLUMN ${column}`)
    }
    dropLaterColumns(project.database)
    project.database.script('DROP TABLE packs')
    for (const column of ['pack', 'first_row']) project.database.script(`ALTER TABLE features DROP COLUMN ${column}`)
    project.database.version = versionBeforeQuality
    project.close()
    const again = Project.open(join(folder, 'p'))
    expect(again.recordings.get(id)).toMatchObject({ label: 'anna', peakDb: -3, flags: ['clipped'], quality: null })
    again.recordings.put(facts('/a.wav', { quality }), 'training', null)
    expect(again.recordings.get(id)).toMatchObject({ label: 'anna', quality })
    again.close()
  })

  test('are labeled all or not at all', () => {
    const project = Project.create(join(folder, 'p'))
    const { id } = project.recordings.put(facts('/a.wav'), 'training', 'anna')
    const changes = [
      { id, label: 'ben' },
      { id: 999, label: 'ben' },
    ]
    expect(() => project.recordings.setLabels(changes)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
    expect(project.recordings.get(id)?.label).toBe('anna')
    project.close()
  })

  test('are found by text taken literally, by label, by problem, and in pages', () => {
    const project = Project.create(join(folder, 'p'))
    const { recordings } = project
    recordings.put(facts('/100%_a.wav'), 'training', 'anna')
    recordings.put(facts('/1000a.wav', { flags: ['clipped'] }), 'training', 'anna')
    recordings.put(facts('/b.wav'), 'training', null)
    recordings.put(facts('/c.wav'), 'query', null)
    const query = {
      role: 'training',
      offset: 0,
      limit: 10,
      problemsOnly: false,
      sort: 'name',
      descending: false,
    } as const
    expect(recordings.list({ ...query, text: '100%_' }).rows.map(({ name }) => name)).toEqual(['100%_a.wav'])
    expect(recordings.list({ ...query, label: null }).total).toBe(1)
    expect(recordings.list({ ...query, problemsOnly: true }).rows[0]?.name).toBe('1000a.wav')
    const page = recordings.list({ ...query, limit: 1, offset: 1, descending: true })
    expect(page).toMatchObject({ total: 3, rows: [{ name: '1000a.wav' }] })
    project.close()
  })
})

describe('features', () => {
  test('come back from the cache as they went in, kept frames apart', () => {
    const path = featurePath(folder, 'abcdef', '0123')
    const data = Float32Array.from([1, 2, 3, 4, 5, 6])
    const speech = Uint8Array.from([1, 0, 1])
    const writer = openFeatureWriter(path, 2)
    writer.push(data, 2)
    writer.push(data.subarray(4), 1)
    writer.finish()
    const file = { path, firstRow: null, speech }
    expect(readFeatures(file)).toEqual({ data, count: 3, dimensions: 2 })
    expect(readKeptFrames(file).data).toEqual(Float32Array.from([1, 2, 5, 6]))
    const damaged = expect.objectContaining({ code: 'PROJECT_DAMAGED' }) as unknown
    expect(() => readKeptFrames({ ...file, speech: new Uint8Array(2) })).toThrow(damaged)
    // Two frames of it as part of a pack.
    expect(readFeatures({ path, firstRow: 1, speech: new Uint8Array(2) }).data).toEqual(data.slice(2))
    expect(() => readFeatures({ path, firstRow: 2, speech: new Uint8Array(2) })).toThrow(damaged)
  })

  test('that are known but whose file is gone are not there', () => {
    const project = Project.create(join(folder, 'p'))
    const known = { frameCount: 1, keptCount: 1, speech: Uint8Array.of(1), warnings: [], error: null }
    project.features.put('abc', 'r', known)
    expect(project.features.has('abc', 'r')).toBe(false)
    project.features.put('abd', 'r', { ...known, error: { code: 'AUDIO_TOO_SHORT', message: 'short' } })
    expect(project.features.has('abd', 'r')).toBe(true)
    project.close()
  })
})

test('features are counted by the training recordings that have them, copies and all', () => {
  const project = Project.create(join(folder, 'p'))
  const { recordings, features } = project
  const known = { frameCount: 1, keptCount: 1, speech: Uint8Array.of(1), warnings: ['cut short'], error: null }
  const error = { code: 'AUDIO_TOO_SHORT', message: 'short' }
  for (const path of ['/a.wav', '/copy of a.wav']) recordings.put(facts(path, { contentHash: 'a' }), 'training', null)
  for (const name of ['b', 'c', 'removed'])
    recordings.put(facts(`/${name}.wav`, { contentHash: name }), 'training', null)
  recordings.put(facts('/unreadable.wav', { contentHash: null }), 'training', null)
  recordings.put(facts('/q.wav', { contentHash: 'q' }), 'query', null)
  for (const content of ['a', 'q', 'removed']) features.put(content, 'r', known)
  features.put('b', 'r', { ...known, error })
  features.put('c', 'another recipe', known)
  recordings.remove([recordings.byPath('/removed.wav', 'training')?.id ?? 0])
  expect(features.coverage('r')).toEqual({ ready: 2, missing: 1 })
  expect(features.outcome('a', 'r')).toEqual({ warnings: ['cut short'], error: null })
  expect(features.outcome('b', 'r')?.error).toEqual(error)
  expect(features.outcome('c', 'r')).toBeUndefined()
  project.close()
})

describe('an unfinished training', () => {
  const entry = (label: string) => ({
    label,
    mixture: {
      covarianceType: 'diag' as const,
      componentCount: 1,
      dimensions: 2,
      weights: Float64Array.of(1),
      means: Float64Array.of(0.1, 1 / 3),
      covariances: Float64Array.of(1, 2),
    },
    frameCount: 10,
    lowerBounds: [-3, -2],
    converged: true,
    findings: [],
  })

  test('goes on with the labels that are missing, and begins anew under another plan', () => {
    const project = Project.create(join(folder, 'p'))
    const { banks } = project
    const first = banks.begin(1, 'plan', 'Bank')
    banks.putMixture(first.id, 0, entry('anna'))
    expect(banks.begin(1, 'plan', 'Bank')).toEqual({ id: first.id, finishedLabels: ['anna'] })
    expect(banks.mixtures(first.id)).toEqual([entry('anna')])
    expect(banks.list()).toHaveLength(0)
    expect(banks.begin(1, 'other plan', 'Bank').finishedLabels).toEqual([])
    project.close()
  })
  test('is no bank yet: it can be neither seen nor named nor removed', () => {
    const project = Project.create(join(folder, 'p'))
    const { banks } = project
    const { id } = banks.begin(1, 'plan', 'Bank')
    const missing = expect.objectContaining({ code: 'NOT_FOUND' }) as unknown as Error
    expect(() => banks.get(id)).toThrow(missing)
    expect(() => {
      banks.rename(id, 'mine')
    }).toThrow(missing)
    expect(() => {
      banks.remove(id)
    }).toThrow(missing)
    project.close()
  })
})
