import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest'
import { cepstraJson, root, scratch } from './cepstra'

// The Free Spoken Digit Dataset: 3000 recordings named digit_speaker_take.wav, 16-bit mono at 8 kHz.
const data = process.env['CEPSTRA_TEST_DATA'] ?? join(root, '../shared/data')
const recordings = join(data, 'fsdd/recordings')
const absent = !existsSync(recordings)
const firstTestTakes = 5

let folder: ReturnType<typeof scratch>
let project: string

beforeAll(async () => {
  folder = scratch()
  if (absent) return
  project = join(folder.path, 'speakers')
  for (const name of readdirSync(recordings)) {
    const [, speaker = '', take = ''] = name.replace('.wav', '').split('_')
    const part = Number(take) < firstTestTakes ? 'test' : 'training'
    mkdirSync(join(folder.path, part, speaker), { recursive: true })
    symlinkSync(join(recordings, name), join(folder.path, part, speaker, name))
  }
  await cepstraJson(folder.path, 'new', project)
  await cepstraJson(folder.path, 'import', project, join(folder.path, 'training'))
  await cepstraJson(folder.path, 'train', project, '--components', '16')
})
afterAll(() => {
  folder[Symbol.dispose]()
})

function needData(context: TestContext): void {
  context.skip(absent, `no ${recordings}; set CEPSTRA_TEST_DATA to the folder that holds fsdd`)
}

async function accuracyOn(test: string): Promise<number> {
  const args = ['label', project, join(folder.path, test), '--truth', 'folder']
  const { accuracy, recordings: answers } = await cepstraJson<{
    accuracy: number
    recordings: { truth: string; label: string }[]
  }>(folder.path, ...args)
  expect(answers).toHaveLength(300)
  expect(answers.filter(({ truth, label }) => truth === label).length / 300).toBe(accuracy)
  console.log(`fsdd speakers, ${test}: accuracy ${accuracy.toFixed(4)} on ${answers.length}`)
  return accuracy
}

/** A 16-bit PCM WAV with its samples scaled and rounded, as a quieter recording would hold them. */
function quieter(wav: Buffer, gain: number): Buffer {
  const out = Buffer.from(wav)
  let at = 12
  while (out.toString('latin1', at, at + 4) !== 'data') at += 8 + out.readUInt32LE(at + 4)
  const end = Math.min(out.length - 1, at + 8 + out.readUInt32LE(at + 4))
  for (let i = at + 8; i < end; i += 2) out.writeInt16LE(Math.round(out.readInt16LE(i) * gain), i)
  return out
}

describe('six speakers of single words, by the default recipe and 16 components', () => {
  test('are told apart in at least 98.5 % of 300 held-out recordings', async (context) => {
    needData(context)
    expect(await accuracyOn('test')).toBeGreaterThanOrEqual(0.985)
  })

  test('are told apart as well when the recordings are 12 dB quieter', async (context) => {
    needData(context)
    for (const speaker of readdirSync(join(folder.path, 'test'))) {
      mkdirSync(join(folder.path, 'quiet', speaker), { recursive: true })
      for (const name of readdirSync(join(folder.path, 'test', speaker))) {
        const wav = quieter(readFileSync(join(folder.path, 'test', speaker, name)), 10 ** (-12 / 20))
        writeFileSync(join(folder.path, 'quiet', speaker, name), wav)
      }
    }
    expect(await accuracyOn('quiet')).toBeGreaterThanOrEqual(0.985)
  })
})

test('digits labeled by a name pattern are told apart by cross-validation', async (context) => {
  needData(context)
  const digits = join(folder.path, 'digits')
  await cepstraJson(folder.path, 'new', digits)
  const few = join(folder.path, 'few')
  mkdirSync(few)
  for (const name of readdirSync(recordings)) {
    if (/_(jackson|theo)_1?\d\.wav$/.test(name)) symlinkSync(join(recordings, name), join(few, name))
  }
  const { labels } = await cepstraJson<{ labels: { label: string; recordings: number }[] }>(
    folder.path,
    ...['import', digits, few, '--labels', 'pattern:{label}_{speaker}_{take}'],
  )
  expect(labels.map(({ label, recordings: count }) => [label, count])).toEqual(
    Array.from({ length: 10 }, (_, digit) => [String(digit), 40]),
  )
  const { accuracy, interval } = await cepstraJson<{ accuracy: number; interval: [number, number] }>(
    folder.path,
    ...['evaluate', digits, '--folds', '3', '--components', '8'],
  )
  console.log(`fsdd digits of two speakers: accuracy ${accuracy.toFixed(3)}`)
  expect(accuracy).toBeGreaterThan(0.8)
  expect(interval[0]).toBeLessThan(accuracy)
  expect(interval[1]).toBeGreaterThan(accuracy)
})
