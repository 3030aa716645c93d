import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decodeNpy } from '../../src/exchange/npy'
import { columnNames } from '../../src/features/columnNames'
import { presetNames, presetRecipe } from '../../src/features/presets'
import { defaultRecipe, type Recipe } from '../../src/features/recipe'
import { cepstra, cepstraJson, copySamples, scratch, voices } from './cepstra'

const rateHz = 16_000

let folder: ReturnType<typeof scratch>
let files: string[]

beforeAll(() => {
  folder = scratch()
  copySamples(folder.path, voices.slice(0, 1), [0, 1])
  const names = ['1-harbor.flac', '2-honey.flac']
  files = names.map((name) => join(folder.path, voices[0], name))
})
afterAll(() => {
  folder[Symbol.dispose]()
})

interface Answer {
  readonly recipe: Recipe
  readonly files: readonly {
    readonly out: string
    readonly columns: string[]
    readonly frames: number
    readonly kept: number
    readonly hopSeconds: number
    readonly frameSeconds: number
    readonly durationSeconds: number
    readonly sampleRateHz: number
  }[]
}

describe('cepstra recipe', () => {
  test.each(presetNames)('prints the preset %s as it is at a rate', async (preset) => {
    const { stdout, status } = await cepstra(folder.path, 'recipe', '--preset', preset, '--rate', '22050')
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toEqual(presetRecipe(preset, 22_050))
  })

  test('changes single options, each with its own type', async () => {
    const changes = [
      '--set',
      'deltas=2',
      '--set',
      'extras=pitch,rms',
      '--set',
      'window=povey',
      '--set',
      'logFloor=1e-10',
    ]
    const recipe = await cepstraJson(folder.path, 'recipe', ...changes)
    expect(recipe).toEqual({ ...defaultRecipe, deltas: 2, extras: ['pitch', 'rms'], window: 'povey', logFloor: 1e-10 })
  })

  test('tells every option with its help', async () => {
    const { stdout } = await cepstra(folder.path, 'recipe', '--options')
    for (const key of Object.keys(defaultRecipe).filter((key) => !['projectStatistics', 'given'].includes(key)))
      expect(stdout).toMatch(new RegExp(`^${key} = `, 'm'))
  })
})

describe('cepstra features', () => {
  test('writes one row a frame of a single file to stdout, under a line of names', async () => {
    const { stdout, stderr, status } = await cepstra(folder.path, 'features', files[0])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const [head, ...rows] = stdout.trimEnd().split('\n')
    expect(head.split(',')).toEqual(columnNames(defaultRecipe))
    for (const row of rows) expect(row.split(',').map(Number).every(Number.isFinite)).toBe(true)
    expect(rows.length).toBeGreaterThan(200)
  })

  test('writes the same numbers as .npy, frames x columns, as the recipe of another tool has them', async () => {
    const out = join(folder.path, 'one.npy')
    const args = ['features', files[0], '--preset', 'librosa', '--set', 'deltas=1']
    const { files: told, recipe } = await cepstraJson<Answer>(folder.path, ...args, '--out', out)
    expect(recipe).toEqual({ ...presetRecipe('librosa', rateHz), deltas: 1 })
    const [{ columns, frames, hopSeconds, durationSeconds, sampleRateHz }] = told
    expect(columns).toEqual(columnNames(recipe))
    expect(hopSeconds).toBe(512 / rateHz)
    expect(sampleRateHz).toBe(rateHz)
    // One centered frame about every hop, the first about the very first sample.
    expect(frames).toBe(1 + Math.floor((durationSeconds * rateHz) / 512))
    const { data, shape } = decodeNpy(readFileSync(out))
    expect(shape).toEqual([frames, columns.length])
    const { stdout } = await cepstra(folder.path, ...args)
    const rows = stdout.trimEnd().split('\n').slice(1)
    expect(Float32Array.from(rows.flatMap((row) => row.split(',').map(Number)))).toEqual(data)
  })

  test('of several files fills a folder, and can leave out what voice activity drops', async () => {
    const all = await cepstraJson<Answer>(folder.path, 'features', ...files, '--out', 'all', '--format', 'npy')
    const kept = await cepstraJson<Answer>(folder.path, 'features', ...files, '--out', 'kept', '--kept-only')
    expect(all.files.map(({ out }) => out)).toEqual(
      ['1-harbor.npy', '2-honey.npy'].map((name) => join(folder.path, 'all', name)),
    )
    for (const [index, { frames, out }] of kept.files.entries()) {
      expect(frames).toBe(all.files[index].kept)
      expect(frames).toBeLessThan(all.files[index].frames)
      expect(readFileSync(out, 'utf8').trimEnd().split('\n')).toHaveLength(frames + 1)
    }
  })

  test('brings the sound to a rate, for which the preset is made', async () => {
    const args = ['features', files[0], '--preset', 'meyda', '--rate', '8000', '--out', 'low.csv']
    const { recipe, files: told } = await cepstraJson<Answer>(folder.path, ...args)
    expect(told[0].sampleRateHz).toBe(8000)
    expect(recipe.frameSeconds).toBe(512 / 8000)
  })

  test('takes a recipe from a file, and goes on with the others where one cannot be read', async () => {
    writeFileSync(join(folder.path, 'recipe.json'), '{"coefficients": 5}')
    writeFileSync(join(folder.path, 'text.wav'), 'no sound at all')
    const args = ['features', files[0], 'text.wav', '--recipe', 'recipe.json', '--out', 'some']
    const { files: told } = await cepstraJson<{ files: { columns?: string[]; error: { code: string } | null }[] }>(
      folder.path,
      ...args,
    )
    expect(told[0]).toMatchObject({ columns: ['c1', 'c2', 'c3', 'c4'], error: null })
    expect(told[1].error?.code).toMatch(/^AUDIO_/)
    const alone = await cepstra(folder.path, 'features', 'text.wav')
    expect(alone.status).toBe(1)
    expect(alone.stdout).toBe('')
  })
})

describe('cepstra inspect', () => {
  test('tells quality and facts of each file, and why one cannot be read', async () => {
    writeFileSync(join(folder.path, 'text.wav'), 'no sound at all')
    const { files: told } = await cepstraJson<{ files: Record<string, unknown>[] }>(
      folder.path,
      'inspect',
      files[0],
      'text.wav',
    )
    expect(told[0]).toMatchObject({
      name: '1-harbor.flac',
      format: 'flac',
      sampleRateHz: rateHz,
      channelCount: 1,
      flags: [],
    })
    expect(told[0].quality).toMatchObject({ clippedSamples: 0 })
    expect(told[1]).toMatchObject({ format: null, quality: null, flags: ['unreadable'] })
    expect(told[1].notes).toHaveLength(1)
    const { status, stdout } = await cepstra(folder.path, 'inspect', 'text.wav')
    expect(status).toBe(1)
    expect(stdout).toContain('text.wav')
  })
})

describe('cepstra extract', () => {
  test('makes a preset the project’s recipe, and then changes one option of it', async () => {
    const project = join(folder.path, 'project')
    await cepstraJson(folder.path, 'new', project)
    const early = await cepstra(folder.path, 'extract', project, '--preset', 'kaldi')
    expect(early.stderr).toMatch(/\[NOTHING_TO_DO\]/)
    await cepstraJson(folder.path, 'import', project, join(folder.path, voices[0]))
    const kaldi = await cepstraJson<{ recipe: Recipe }>(folder.path, 'extract', project, '--preset', 'kaldi')
    expect(kaldi.recipe).toEqual(presetRecipe('kaldi', rateHz))
    const changed = await cepstraJson<{ recipe: Recipe; featuresReady: number }>(
      folder.path,
      'extract',
      project,
      '--set',
      'deltas=2',
    )
    expect(changed).toMatchObject({ recipe: { ...presetRecipe('kaldi', rateHz), deltas: 2 }, featuresReady: 2 })
  })
})
