import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { encodeWav } from '../../src/audio/wav'
import type { Timeline } from '../../src/engine/contract'
import { cepstra, cepstraJson, copySamples, samplesFolder, scratch, voices } from './cepstra'

interface TimelinesJson {
  readonly bank: { readonly id: number; readonly name: string }
  readonly recordings: readonly (Pick<Timeline, 'segments' | 'totals'> & {
    readonly path: string
    readonly durationSeconds: number | null
    readonly error: { readonly code: string } | null
  })[]
}

const [first, second, stranger] = voices
const sampleRateHz = 16_000
let folder: ReturnType<typeof scratch>
let project: string
let talk: string

/** One sentence of each voice with 0.8 s of silence behind it. */
async function spoken(who: readonly string[]): Promise<Float32Array> {
  const parts: Float32Array[] = []
  for (const voice of who) {
    const [name] = readdirSync(join(samplesFolder, voice)).sort().slice(5)
    const { samples } = await decodeAudio(join(samplesFolder, voice, name), { sampleRateHz })
    parts.push(samples, new Float32Array(0.8 * sampleRateHz))
  }
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

beforeAll(async () => {
  folder = scratch()
  project = join(folder.path, 'project')
  const training = copySamples(join(folder.path, 'training'), [first, second], [0, 1, 2, 3, 4])
  talk = join(folder.path, 'talks', 'one two.wav')
  mkdirSync(join(folder.path, 'talks'))
  writeFileSync(talk, encodeWav(await spoken([first, second, stranger, first]), sampleRateHz))
  writeFileSync(join(folder.path, 'talks/silent.wav'), encodeWav(new Float32Array(sampleRateHz), sampleRateHz))
  await cepstraJson(folder.path, 'new', project)
  await cepstraJson(folder.path, 'import', project, training)
  await cepstraJson(folder.path, 'train', project, '--components', '8')
})
afterAll(() => {
  folder[Symbol.dispose]()
})

describe('cepstra timeline', () => {
  test('tells who is heard from when to when, silence, and a voice that it does not know', async () => {
    const { bank, recordings } = await cepstraJson<TimelinesJson>(folder.path, 'timeline', project, talk)
    expect(bank.id).toBe(1)
    const [{ path, durationSeconds, segments, totals, error }] = recordings
    expect({ path, error }).toEqual({ path: talk, error: null })
    expect(segments[0].startSeconds).toBe(0)
    expect(segments.at(-1)?.endSeconds).toBe(durationSeconds)
    segments.slice(1).forEach(({ startSeconds }, i) => expect(startSeconds).toBe(segments[i].endSeconds))
    const sound = segments.filter(({ kind }) => kind !== 'silence')
    const order = sound.map(({ kind, label }) => (kind === 'unknown' ? 'unknown' : label))
    expect(order.filter((name, i) => name !== order[i - 1])).toEqual([first, second, 'unknown', first])
    expect(totals.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(durationSeconds ?? 0, 6)
    expect(totals.find(({ kind }) => kind === 'silence')?.seconds).toBeGreaterThan(2.4)
  })

  test('knows everybody where nothing is to be unknown', async () => {
    const args = ['timeline', project, talk, '--unknown-share=-1', '--min-duration', '1', '--bank', 'Bank 1']
    const { recordings } = await cepstraJson<TimelinesJson>(folder.path, ...args)
    expect(recordings[0].segments.map(({ kind }) => kind)).not.toContain('unknown')
  })

  test('writes one line a segment in the order of the recordings', async () => {
    const folderOfTalks = join(folder.path, 'talks')
    const run = async (format: string) => {
      const { status, stdout } = await cepstra(folder.path, 'timeline', project, folderOfTalks, '--format', format)
      expect(status).toBe(0)
      return stdout.trimEnd().split('\n')
    }
    const lines = await run('jsonl')
    const told = lines.map((line) => JSON.parse(line) as Timeline['segments'][number] & { path: string })
    expect(told.at(-1)).toMatchObject({ kind: 'silence', startSeconds: 0, endSeconds: 1, label: null })
    const [head, ...rows] = await run('csv')
    expect(head).toBe('path,start,end,kind,label,score,evidence,posterior,second_best,mixed_with')
    expect(rows).toHaveLength(told.length)
    expect(rows[0].split(',').slice(0, 5)).toEqual([talk, '0.000', told[0].endSeconds.toFixed(3), 'label', first])
    const sound = told.filter(({ kind }) => kind !== 'silence')
    const rttm = await run('rttm')
    expect(rttm).toHaveLength(sound.length)
    expect(rttm[0]).toMatch(new RegExp(`^SPEAKER one_two 1 0\\.000 \\d+\\.\\d{3} <NA> <NA> ${first} <NA> <NA>$`))
    expect(rttm.some((line) => line.includes(' <unknown> '))).toBe(true)
  })

  test('goes on where one of several has nothing to be labeled, and fails where all have', async () => {
    const broken = join(folder.path, 'broken.wav')
    writeFileSync(broken, readFileSync(talk).subarray(0, 20))
    const { recordings } = await cepstraJson<TimelinesJson>(
      folder.path,
      'timeline',
      project,
      talk,
      broken,
      'nowhere.wav',
    )
    expect(recordings.map(({ error }) => error?.code ?? null)).toEqual([
      expect.stringMatching(/^(AUDIO|FILE)_/),
      null,
      'FILE_NOT_FOUND',
    ])
    const alone = await cepstra(folder.path, 'timeline', project, broken)
    expect(alone.status).toBe(1)
    expect(alone.stderr).toContain('could not be labeled over time')
  })
})
