import { cpSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import type { JobRequest } from '../../src/engine/contract'
import type { Engine } from '../../src/engine/createEngine'
import { encodeNpy } from '../../src/exchange/npy'
import { extractFeatures } from '../../src/features/extractFeatures'
import { defaultRecipe } from '../../src/features/recipe'
import { speechFrames } from '../../src/features/speechFrames'
import type { Float32Frames } from '../../src/mixture/frames'
import { ended, importRequest, samplesFolder, temporaryFolder, testEngine, trainRequest } from './temporaryEngine'

const voices = ['agnes', 'kevin', 'susan']
const sampleRateHz = 16_000
const columns = defaultRecipe.coefficients - 1

/** The sentences of each voice: four to learn from and two to recognize. */
const sentences = voices.flatMap((voice) =>
  readdirSync(join(samplesFolder, voice))
    .sort()
    .slice(0, 6)
    .map((name, i) => ({ voice, name: `${voice}_${i}`, heldOut: i >= 4, path: join(samplesFolder, voice, name) })),
)

const made = new Map<string, Float32Frames>()

/** What another program would have made of a recording: here our own default features of the frames that are kept. */
async function madeElsewhere(path: string): Promise<Float32Frames> {
  const known = made.get(path)
  if (known) return known
  const { data, count } = speechFrames(extractFeatures(await decodeAudio(path, { sampleRateHz }), defaultRecipe))
  const frames = { data: Float32Array.from(data), count, dimensions: columns }
  made.set(path, frames)
  return frames
}

const npyBytes = ({ data, count, dimensions }: Float32Frames): Uint8Array => encodeNpy(data, [count, dimensions])

/** An HTK file of user parameters, every 10 ms. */
function htkBytes({ data, count, dimensions }: Float32Frames): Uint8Array {
  const view = new DataView(new ArrayBuffer(12 + 4 * data.length))
  view.setInt32(0, count)
  view.setInt32(4, 100_000)
  view.setInt16(8, 4 * dimensions)
  view.setUint16(10, 9)
  data.forEach((value, i) => view.setFloat32(12 + 4 * i, value))
  return new Uint8Array(view.buffer)
}

/** A binary Kaldi archive of float matrices. */
function arkBytes(matrices: readonly (Float32Frames & { key: string })[]): Uint8Array {
  return Buffer.concat(
    matrices.map(({ key, data, count, dimensions }) => {
      const sizes = Buffer.alloc(10)
      for (const [i, size] of [count, dimensions].entries()) {
        sizes[5 * i] = 4
        sizes.writeInt32LE(size, 5 * i + 1)
      }
      return Buffer.concat([
        Buffer.from(`${key} \0BFM `),
        sizes,
        Buffer.from(data.buffer, data.byteOffset, data.byteLength),
      ])
    }),
  )
}

interface Answer {
  readonly name: string
  readonly best: string | null
}

async function answers(engine: Engine, bankId: number, paths: string[]): Promise<Answer[]> {
  const labeled = await ended(engine, { kind: 'label', bankId, paths })
  expect(labeled).toMatchObject({ state: 'done', fileErrors: 0 })
  const { rows } = await engine.client.recognition.results({ jobId: labeled.id, sort: 'name' })
  return rows
    .map(({ path, best }) => ({ name: basename(path).replace(/^.*:|\.\w+$/g, ''), best }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function trained(engine: Engine, components: number): Promise<number> {
  const job = await ended(engine, trainRequest(components))
  expect(job).toMatchObject({ state: 'done', error: null })
  return job.resultId ?? 0
}

/** Of a bank with one component a label: the mean of its frames, label after label. */
async function meansOf(engine: Engine, id: number): Promise<number[]> {
  const { mixtures } = await engine.client.banks.get({ id })
  return mixtures.flatMap(({ means }) => means.flat())
}

/** Writes the sentences as `bytesOf` makes them, and answers with the folders to learn from and to recognize. */
async function written(folder: string, extension: string, bytesOf: (frames: Float32Frames) => Uint8Array) {
  const [training, heldOut] = [join(folder, 'training'), join(folder, 'held out')]
  for (const sentence of sentences) {
    const place = join(sentence.heldOut ? heldOut : training, sentence.voice)
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, sentence.name + extension), bytesOf(await madeElsewhere(sentence.path)))
  }
  return { training, heldOut }
}

describe('features that another program made', () => {
  test('train and recognize as the sound does that they were made of, whatever file they come in', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    const { client } = engine

    const sound = { training: join(folder.path, 'sound/training'), heldOut: join(folder.path, 'sound/held out') }
    for (const { voice, name, heldOut, path } of sentences) {
      cpSync(path, join(heldOut ? sound.heldOut : sound.training, voice, `${name}.wav`))
    }
    await client.project.create({ path: join(folder.path, 'p'), sampleRateHz })
    expect((await ended(engine, importRequest([sound.training]))).state).toBe('done')
    const bankId = await trained(engine, 1)
    const means = await meansOf(engine, bankId)
    const expected = await answers(engine, bankId, [sound.heldOut])
    expect(expected).toHaveLength(6)

    const isAlike = async (heldOut: string): Promise<void> => {
      const id = await trained(engine, 1)
      const found = await meansOf(engine, id)
      expect(found).toHaveLength(means.length)
      found.forEach((mean, i) => {
        expect(Math.abs(mean - means[i])).toBeLessThan(1e-4)
      })
      expect(await answers(engine, id, [heldOut])).toEqual(expected)
    }

    for (const [extension, bytesOf] of [
      ['.npy', npyBytes],
      ['.htk', htkBytes],
    ] as const) {
      const place = join(folder.path, extension.slice(1))
      const { training, heldOut } = await written(place, extension, bytesOf)
      await client.project.create({ path: join(place, 'p') })
      expect(await ended(engine, importRequest([training]))).toMatchObject({ state: 'done', fileErrors: 0 })
      await isAlike(heldOut)
    }

    const place = join(folder.path, 'kaldi')
    mkdirSync(place)
    for (const heldOut of [false, true]) {
      const matrices = sentences
        .filter((sentence) => sentence.heldOut === heldOut)
        .map(async ({ name, path }) => ({ key: name, ...(await madeElsewhere(path)) }))
      writeFileSync(join(place, heldOut ? 'query.ark' : 'training.ark'), arkBytes(await Promise.all(matrices)))
    }
    await client.project.create({ path: join(place, 'p') })
    const byPattern: JobRequest = {
      ...{ kind: 'import', role: 'training', paths: [join(place, 'training.ark')] },
      labels: { from: 'pattern', pattern: '{label}_{take}' },
    }
    expect(await ended(engine, byPattern)).toMatchObject({ state: 'done', total: 12, fileErrors: 0 })
    const { rows } = await client.recordings.list({ role: 'training', offset: 0, limit: 3, sort: 'name' })
    expect(rows[0]).toMatchObject({
      ...{ path: join(place, 'training.ark:agnes_0'), name: 'training.ark:agnes_0', label: 'agnes' },
      ...{ format: 'features/kaldi', sampleRateHz: null, quality: null, flags: [], notes: [] },
    })
    await isAlike(join(place, 'query.ark'))
  })

  test('make a project of their own: no sound is let in, played or drawn, and no recipe is applied', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    const { client } = engine
    const { training, heldOut } = await written(folder.path, '.npy', npyBytes)
    await client.project.create({ path: join(folder.path, 'p') })

    const sound = join(samplesFolder, 'agnes')
    expect(await client.recordings.previewImport({ paths: [training], labels: { from: 'folder' } })).toMatchObject({
      fileCount: 12,
      skippedCount: 0,
    })
    const { fileCount, skipped } = await client.recordings.previewImport({
      paths: [training, sound],
      labels: { from: 'folder' },
    })
    expect(fileCount).toBe(8)
    expect(skipped[0].reason).toContain('a project of their own')
    const imported = await ended(engine, { ...importRequest([training]), hopSeconds: 0.0125 } as JobRequest)
    expect(imported).toMatchObject({ state: 'done', total: 12 })
    const project = await client.project.current()
    expect(project?.recipe.given?.columnNames).toHaveLength(columns)
    expect(project?.recipe).toMatchObject({ hopSeconds: 0.0125 })
    expect(project?.sampleRateHz).toBe(80)

    const refused = await ended(engine, importRequest([sound]))
    expect(refused.state).toBe('failed')
    expect(refused.error?.message).toContain('those of this project were made by another program')
    const [first] = (await client.recordings.list({ role: 'training', offset: 0, limit: 1, sort: 'name' })).rows
    const frames = (await madeElsewhere(sentences[0].path)).count
    expect(first.durationSeconds).toBeCloseTo(frames * 0.0125, 9)
    const { id } = first
    const noSound = /no sound to be played or drawn/
    await expect(client.recordings.waveform({ id, bins: 10 })).rejects.toThrow(noSound)
    await expect(client.recordings.audio({ id, startSeconds: 0, lengthSeconds: 1 })).rejects.toThrow(noSound)
    await expect(client.features.preview({ id })).rejects.toThrow(noSound)
    await expect(client.features.setRecipe({ recipe: defaultRecipe })).rejects.toThrow(/no recipe can be applied/)

    const bankId = await trained(engine, 4)
    expect((await ended(engine, { kind: 'evaluate', folds: 2, components: 2 })).state).toBe('done')
    const { content } = await client.banks.export({ id: bankId, format: 'json' })
    const document = JSON.parse(await content.text()) as {
      recipe: unknown
      sampleRateHz: number
      columnNames: string[]
    }
    expect(document.recipe).toMatchObject({ given: { columnNames: document.columnNames }, hopSeconds: 0.0125 })
    expect(document).toMatchObject({
      sampleRateHz: 80,
      columnNames: expect.arrayContaining(['f1', `f${columns}`]) as unknown,
    })

    // The bank can be taken elsewhere, and tells what it wants there.
    await client.project.create({ path: join(folder.path, 'other') })
    const { id: taken } = await client.banks.import({ content })
    const found = await answers(engine, taken, [heldOut])
    expect(found.filter(({ name, best }) => name.startsWith(String(best))).length).toBe(6)
    await client.project.create({ path: join(folder.path, 'third') })
    const { id: again } = await client.banks.import({ content })
    const labeled = await ended(engine, { kind: 'label', bankId: again, paths: [join(sound, readdirSync(sound)[0])] })
    const { rows } = await client.recognition.results({ jobId: labeled.id })
    expect(rows[0].error).toMatchObject({ code: 'MODEL_MISMATCH' })
    expect(rows[0].error?.message).toContain(`features of ${columns} columns are wanted`)
  })

  test('that cannot be used are told one by one, and those that changed are read anew', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    const { client } = engine
    const { training } = await written(folder.path, '.npy', npyBytes)
    writeFileSync(join(training, 'agnes/agnes_x.npy'), encodeNpy(new Float32Array(24), [2, 12]))
    writeFileSync(join(training, 'agnes/agnes_y.csv'), `${Array.from({ length: columns }, () => 'nan').join(' ')}\n`)
    writeFileSync(join(training, 'agnes/agnes_z.ark'), 'not an archive')
    await client.project.create({ path: join(folder.path, 'p') })
    const imported = await ended(engine, importRequest([training]))
    expect(imported).toMatchObject({ state: 'done', total: 15, fileErrors: 3 })
    const problems = await client.recordings.list({ role: 'training', offset: 0, limit: 9, problemsOnly: true })
    const notes = problems.rows.map(({ name, flags, notes: [note] }) => `${name} ${flags.join()}: ${note}`)
    expect(notes).toEqual([
      `agnes_x.npy unreadable: It has 12 columns, but the features of this project have ${columns}.`,
      expect.stringContaining('agnes_y.csv unreadable: '),
      expect.stringContaining('agnes_z.ark unreadable: '),
    ])

    expect((await ended(engine, { kind: 'extract' })).state).toBe('done')
    const changed = join(training, 'kevin/kevin_0.npy')
    writeFileSync(changed, npyBytes(await madeElsewhere(sentences.find(({ name }) => name === 'kevin_5')?.path ?? '')))
    utimesSync(changed, 1, 1)
    const before = (await client.recordings.list({ role: 'training', offset: 0, limit: 50, sort: 'name' })).rows
    expect(await ended(engine, { kind: 'extract' })).toMatchObject({ state: 'done' })
    const after = (await client.recordings.list({ role: 'training', offset: 0, limit: 50, sort: 'name' })).rows
    const differing = after.filter(({ durationSeconds }, i) => durationSeconds !== before[i].durationSeconds)
    expect(differing.map(({ path }) => path)).toEqual([changed])
    expect(differing[0].features).toBe('ready')
    expect(dirname(differing[0].path)).toContain('kevin')
  })
})
