import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cepstra, cepstraJson, copySamples, samplesFolder, scratch, start, voices } from './cepstra'

const chosen = voices.slice(0, 3)
let folder: ReturnType<typeof scratch>
let project: string
let heldOut: string

beforeAll(async () => {
  folder = scratch()
  project = join(folder.path, 'p')
  await cepstraJson(folder.path, 'new', project)
  await cepstraJson(folder.path, 'import', project, copySamples(join(folder.path, 'training'), chosen, [0, 1, 2, 3]))
  await cepstraJson(folder.path, 'train', project, '--components', '4')
  heldOut = copySamples(join(folder.path, 'held, "out"'), chosen, [6, 7])
  writeFileSync(join(heldOut, 'broken.wav'), 'no sound')
})
afterAll(() => {
  folder[Symbol.dispose]()
})

interface Answer {
  readonly path: string
  readonly label: string | null
  readonly scores: Record<string, number>
  readonly evidence: Record<string, number>
  readonly secondBest: string | null
  readonly error: { readonly message: string } | null
}

describe('cepstra label', () => {
  test('writes CSV that a reader of CSV reads, JSON Lines, and the same into a document', async () => {
    const csv = await cepstra(folder.path, 'label', project, heldOut, '--format', 'csv', '--truth', 'folder')
    expect(csv.status, csv.stderr).toBe(0)
    const rows = parse<Record<string, string>>(csv.stdout, { columns: true })
    expect(rows).toHaveLength(7)
    expect(csv.stderr).toContain('6 recordings recognized; 1 could not be.')
    expect(csv.stderr).toContain('on 7 recordings')
    const document = await cepstraJson<{ recordings: Answer[] }>(folder.path, 'label', project, heldOut)
    const file = join(folder.path, 'answers.jsonl')
    const lines = await cepstra(folder.path, 'label', project, heldOut, '--format', 'jsonl', '--output', file)
    expect(lines.stdout).toBe('')
    const answers = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Answer)
    const byPath = (a: { readonly path: string }, b: { readonly path: string }) => (a.path < b.path ? -1 : 1)
    expect(answers.sort(byPath)).toEqual(document.recordings.toSorted(byPath))
    for (const { path, label, scores, secondBest, error } of answers) {
      const row = rows.find((one) => one['path'] === path)
      expect(row).toMatchObject({ label: label ?? '', second_best: secondBest ?? '' })
      if (label === null) expect(row?.['error']).toContain(error?.message)
      else {
        expect(row).toMatchObject({ score: String(scores[label]), error: '' })
        expect(row?.['truth']).toBe(label)
        expect(Object.keys(scores).sort()).toEqual(chosen)
        expect(Object.keys(scores)[1]).toBe(secondBest)
      }
    }
  })

  test('refuses a file that it cannot write, and a watch that ends in a document', async () => {
    const nowhere = await cepstra(folder.path, 'label', project, heldOut, '--output', join(folder.path, 'no', 'a.csv'))
    expect(nowhere).toMatchObject({ status: 1, stdout: '' })
    expect(nowhere.stderr).toContain('[NOT_WRITABLE]')
    const endless = await cepstra(folder.path, 'label', project, heldOut, '--watch', '--json')
    expect(endless.stderr).toContain('--format jsonl or csv')
  })

  test('ends well when its reader leaves', async () => {
    const { child, ended } = start(folder.path, ['label', project, heldOut, '--format', 'csv'])
    child.stdout?.destroy()
    const { status, stderr } = await ended
    expect(status, stderr).toBe(0)
  })

  test('that watches tells whole lines until it is interrupted', async () => {
    const incoming = join(folder.path, 'incoming')
    mkdirSync(incoming)
    const { child, ended } = start(folder.path, ['label', project, incoming, '--watch', '--format', 'jsonl'])
    let stdout = ''
    child.stdout?.on('data', (text: string) => (stdout += text))
    const [name = ''] = readdirSync(join(samplesFolder, chosen[1] ?? '')).slice(5)
    cpSync(join(samplesFolder, chosen[1] ?? '', name), join(incoming, name))
    await expect.poll(() => stdout, { timeout: 30_000 }).toContain('\n')
    child.kill('SIGINT')
    expect(await ended).toMatchObject({ status: 0, stdout })
    expect(JSON.parse(stdout)).toMatchObject({ path: join(incoming, name), label: chosen[1] })
  })
})

/** What a project's banks hold, number for number. */
function mixtures(path: string): Promise<unknown> {
  return cepstra(folder.path, 'export', path, '2', '--format', 'json', '--out', join(path, 'bank.json')).then(() => {
    const { createdAt: _createdAt, ...bank } = JSON.parse(readFileSync(join(path, 'bank.json'), 'utf8')) as {
      createdAt: string
    }
    return bank
  })
}

test('an update that is killed ends the same when it is asked for again', { timeout: 120_000 }, async () => {
  const more = copySamples(join(folder.path, 'more'), chosen.slice(0, 2), [4, 5])
  const [killed, undisturbed] = [join(folder.path, 'killed'), join(folder.path, 'undisturbed')]
  for (const path of [killed, undisturbed]) {
    cpSync(project, path, { recursive: true })
    await cepstraJson(folder.path, 'import', path, more)
  }
  const whole = await cepstraJson<{ fitted: string[]; takenOver: string[] }>(folder.path, 'update', undisturbed)
  expect(whole).toMatchObject({ fitted: chosen.slice(0, 2), takenOver: chosen.slice(2), version: 2 })
  const dry = await cepstra(folder.path, 'update', killed, '--dry-run')
  expect(dry.stdout).toContain('2 recordings added')
  for (const seconds of [0.8, 1.2]) {
    const { child, ended } = start(folder.path, ['update', killed])
    await Promise.race([setTimeout(seconds * 1000), ended])
    child.kill('SIGKILL')
    await ended
  }
  const last = await cepstra(folder.path, 'update', killed)
  expect(last.status, last.stderr).toBe(0)
  expect(await mixtures(killed)).toEqual(await mixtures(undisturbed))
  const compared = await cepstra(folder.path, 'compare', killed, 'banks', '1', '2')
  expect(compared.stdout).toContain('2 labels refitted, 1 label same.')
  for (const label of chosen.slice(0, 2)) expect(compared.stdout).toMatch(new RegExp(`^${label} +refitted`, 'm'))
  expect((await cepstra(folder.path, 'update', killed)).stdout).toContain('Nothing changed since version 2')
})
