import { copyFileSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { Resampler } from '../../src/audio/resampler'
import { encodeWav } from '../../src/audio/wav'
import { Project } from '../../src/project/project'
import {
  anotherRecipe,
  ended,
  importRequest,
  samplesFolder,
  temporaryFolder,
  testEngine,
  trainRequest,
} from './temporaryEngine'

function tone(seconds: number, rateHz: number): Float32Array {
  return Float32Array.from(
    { length: Math.round(seconds * rateHz) },
    (_, i) => 0.3 * Math.sin((2 * Math.PI * 300 * i) / rateHz) * (1 + 0.5 * Math.sin(i / 900)),
  )
}

/** A WAV of several channels, each the same sound. */
function wideWav(seconds: number, rateHz: number, channels: number): Uint8Array {
  const mono = tone(seconds, rateHz)
  const interleaved = Float32Array.from({ length: mono.length * channels }, (_, i) => mono[Math.floor(i / channels)])
  const wav = encodeWav(interleaved, rateHz)
  const view = new DataView(wav.buffer, wav.byteOffset)
  view.setUint16(22, channels, true)
  view.setUint32(28, rateHz * channels * 2, true)
  view.setUint16(32, channels * 2, true)
  return wav
}

test('each odd file gets its own error or warning on its row, and the others go on', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  const voice = join(folder.path, 'audio/voice')
  cpSync(join(samplesFolder, 'agnes'), voice, { recursive: true })
  const good = readdirSync(voice).length
  const speech = readFileSync(join(voice, readdirSync(voice)[0] ?? ''))
  const spoken = encodeWav(tone(1, 16_000), 16_000)
  const odd: Record<string, Uint8Array | string> = {
    'empty file.wav': '',
    'header only.wav': encodeWav(new Float32Array(0), 16_000),
    'random bytes.wav': Uint8Array.from({ length: 40_000 }, (_, i) => (i * 7919 + (i >> 3) * 104_729) & 255),
    'text.flac': 'this is no audio at all, only words that go on and on. '.repeat(50),
    'truncated.wav': spoken.subarray(0, 20_000),
    'truncated.flac': speech.subarray(0, Math.floor(speech.length / 2)),
    'really flac.mp3': speech,
    'silence.wav': encodeWav(new Float32Array(16_000), 16_000),
    'one sample.wav': encodeWav(Float32Array.of(0.5), 16_000),
    'fast.wav': encodeWav(tone(1, 384_000), 384_000),
    'wide.wav': wideWav(1, 16_000, 8),
  }
  for (const [name, content] of Object.entries(odd)) writeFileSync(join(voice, name), content)
  await client.project.create({ path: join(folder.path, 'p'), sampleRateHz: 16_000 })
  const imported = await ended(engine, importRequest([join(folder.path, 'audio')]))
  expect(imported.state).toBe('done')
  const extracted = await ended(engine, { kind: 'extract' })
  expect(extracted.state).toBe('done')

  const { rows } = await client.recordings.list({ limit: 1000 })
  expect(rows).toHaveLength(good + Object.keys(odd).length)
  const row = Object.fromEntries(rows.map((recording) => [recording.name, recording]))
  const unreadable = ['empty file.wav', 'header only.wav', 'random bytes.wav', 'text.flac']
  for (const name of unreadable) {
    expect(row[name]?.flags, name).toContain('unreadable')
    expect(row[name]?.notes[0], name).toMatch(/\w.{20,}/)
  }
  expect(new Set(unreadable.map((name) => row[name]?.notes[0])).size).toBe(unreadable.length)
  for (const name of ['truncated.wav', 'truncated.flac']) {
    expect(row[name], name).toMatchObject({ features: 'ready' })
    expect(row[name]?.flags, name).toContain('damaged')
  }
  expect(row['really flac.mp3']).toMatchObject({ format: 'flac', features: 'ready' })
  expect(row['really flac.mp3']?.notes.join(' ')).toMatch(/mp3/)
  expect(row['silence.wav']?.flags).toContain('silent')
  expect(row['one sample.wav']).toMatchObject({ features: 'failed' })
  expect(row['one sample.wav']?.flags).toContain('veryShort')
  expect(row['fast.wav']).toMatchObject({ sampleRateHz: 384_000, features: 'ready', flags: [] })
  expect(row['wide.wav']).toMatchObject({ channelCount: 8, features: 'ready', flags: [] })
  expect(rows.filter(({ features }) => features === 'ready').length).toBeGreaterThanOrEqual(good + 4)

  // The good ones still make a bank, alone and beside the odd ones.
  const trained = await ended(engine, trainRequest(4))
  expect(trained).toMatchObject({ state: 'done' })
  const labeled = await ended(engine, { kind: 'label', bankId: trained.resultId ?? 0, paths: [voice] })
  expect(labeled).toMatchObject({ state: 'done' })
  const results = await client.recognition.results({ jobId: labeled.id, limit: 1000 })
  for (const name of [...unreadable, 'silence.wav', 'one sample.wav']) {
    expect(results.rows.find((result) => result.name === name)?.error?.message, name).toMatch(/\w.{20,}/)
  }
  expect(results.rows.filter(({ best }) => best === 'voice').length).toBeGreaterThanOrEqual(good)
})

test('a recording tells what it is worth, and how that fits the rate of the project', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const voice = join(folder.path, 'audio/voice')
  mkdirSync(voice, { recursive: true })
  const speechPath = join(samplesFolder, 'susan', readdirSync(join(samplesFolder, 'susan'))[0] ?? '')
  const { samples } = await decodeAudio(speechPath)
  const resampled = (sound: Float32Array, fromHz: number, toHz: number): Float32Array => {
    const resampler = new Resampler(fromHz, toHz)
    return Float32Array.from([...resampler.push(sound), ...resampler.finish()])
  }
  const narrow = resampled(samples, 16_000, 8000)
  copyFileSync(speechPath, join(voice, 'good.flac'))
  writeFileSync(join(voice, 'slow.wav'), encodeWav(narrow, 8000))
  writeFileSync(join(voice, 'telephone.wav'), encodeWav(resampled(narrow, 8000, 16_000), 16_000))
  const loud = samples.map((value) => Math.max(-1, Math.min(1, 8 * value + 0.02)))
  writeFileSync(join(voice, 'loud.wav'), encodeWav(loud, 16_000))
  await engine.client.project.create({ path: join(folder.path, 'p'), sampleRateHz: 16_000 })
  expect(await ended(engine, importRequest([voice]))).toMatchObject({ state: 'done' })
  const { rows } = await engine.client.recordings.list({ limit: 10 })
  const row = Object.fromEntries(rows.map((recording) => [recording.name, recording]))

  const good = row['good.flac']
  expect(good).toMatchObject({ flags: [], notes: [], quality: { clippedSamples: 0, firstClippedSeconds: null } })
  expect(good?.quality?.snrDb).toBeGreaterThan(30)
  expect(good?.quality?.noiseFloorDb).toBeLessThan(-50)
  expect(good?.quality?.bandwidthHz).toBeGreaterThan(7000)
  expect(good?.quality?.speechSeconds).toBeGreaterThan(0.5 * (good?.durationSeconds ?? 0))
  expect(Math.abs(good?.quality?.dcOffset ?? 1)).toBeLessThan(0.001)

  expect(row['slow.wav']).toMatchObject({
    flags: ['lowRate'],
    notes: ['Recorded at 8 kHz in a project of 16 kHz: its upper frequencies are empty.'],
  })
  expect(row['telephone.wav']?.flags).toEqual(['narrowBand'])
  expect(row['telephone.wav']?.notes[0]).toMatch(/^Its sound ends at [34](\.\d+)? kHz \(telephone bandwidth\)/)
  expect(row['loud.wav']?.flags).toEqual(['clipped', 'offset'])
  expect(row['loud.wav']?.notes).toHaveLength(2)
})

test('recordings of a project from before quality was measured are measured by the next import', async () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'p')
  const voice = join(samplesFolder, 'clara')
  const imported = async (): Promise<readonly unknown[]> => {
    await using engine = testEngine()
    await (Project.isProject(path) ? engine.client.project.open({ path }) : engine.client.project.create({ path }))
    expect(await ended(engine, importRequest([voice]))).toMatchObject({ state: 'done' })
    return (await engine.client.recordings.list({ limit: 100 })).rows.map(({ quality }) => quality)
  }
  const before = await imported()
  const project = Project.open(path)
  project.database.script('UPDATE recordings SET clipped_samples = NULL, snr_db = NULL, bandwidth_hz = NULL')
  expect(project.recordings.all('training').every(({ quality }) => quality === null)).toBe(true)
  project.close()
  expect(await imported()).toEqual(before)
  expect(before).not.toContain(null)
})

test('a file that vanishes between import and extraction is an error of its own', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const voice = join(folder.path, 'audio/voice')
  mkdirSync(voice, { recursive: true })
  const [one, two] = readdirSync(join(samplesFolder, 'kevin'))
  copyFileSync(join(samplesFolder, 'kevin', one ?? ''), join(voice, 'stays.wav'))
  copyFileSync(join(samplesFolder, 'kevin', two ?? ''), join(voice, 'goes.wav'))
  await engine.client.project.create({ path: join(folder.path, 'p') })
  await ended(engine, importRequest([voice]))
  await anotherRecipe(engine)
  rmSync(join(voice, 'goes.wav'))
  const extracted = await ended(engine, { kind: 'extract' })
  expect(extracted).toMatchObject({ state: 'done', fileErrors: 1 })
})
