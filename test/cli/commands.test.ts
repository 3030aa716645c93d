import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cepstra, cepstraJson, copySamples, scratch, start, voices } from './cepstra'

const commands = [
  ...['new', 'import', 'extract', 'train', 'select', 'label', 'evaluate', 'compare', 'sample', 'export'],
  ...['features', 'inspect', 'recipe', 'fit-table', 'timeline', 'cluster', 'update', 'doubtful', 'serve', 'demo'],
]
const argumentsOf: Record<string, string[]> = {
  new: ['<project>', '--rate'],
  import: ['<project>', '<paths...>', '--labels', 'folder, none, csv:FILE'],
  extract: ['<project>', '--recipe', '--preset', '--set'],
  features: ['<files...>', '--out', '--format', '--rate', '--preset', '--set', 'librosa'],
  inspect: ['<files...>'],
  recipe: ['--preset', '--set', '--rate', '--options', 'librosa'],
  train: ['<project>', '--components', '--covariance', '--background', '--adapt', '--seed', '--name'],
  select: ['<project-or-table>', '--components', '--covariance', '--criterion', '--folds', '--label'],
  sample: ['[project]', '[bank]', '--label', '--model', '--count', '--seed', '--out'],
  'fit-table': ['<file>', '--components', '--init-from', '--columns', '--weights', '--threads', '--out'],
  label: ['<project>', '<paths...>', '--bank', '--truth', '--format', '--output', '--keep-answers', '--watch'],
  update: ['<project>', '[bank]', '--name', '--dry-run'],
  doubtful: ['<project>', '--bank', '--limit'],
  timeline: ['<project>', '<paths...>', '--bank', '--unknown-share', '--format'],
  cluster: ['<project>', '[paths...]', '--method', '--unit', '--clusters', '--of', '--name', '--apply'],
  evaluate: ['<project>', '--split', '--group', '--train-on', '--folds', '--background', '--lengths', '--seed'],
  compare: ['<project>', '<what>', '<first>', '<second>', 'evaluations', 'banks'],
  export: ['<project>', '<model>', '--format', '--out'],
  serve: ['[project]', '--port', '--open'],
  demo: ['--open'],
}

let folder: ReturnType<typeof scratch>
let project: string
let training: string
let heldOut: string

beforeAll(async () => {
  folder = scratch()
  project = join(folder.path, 'project')
  training = copySamples(join(folder.path, 'training'), voices.slice(0, 4), [0, 1, 2, 3, 4])
  heldOut = copySamples(join(folder.path, 'held out'), voices.slice(0, 4), [5, 6])
  await cepstraJson(folder.path, 'new', project)
  await cepstraJson(folder.path, 'import', project, training)
  await cepstraJson(folder.path, 'train', project, '--components', '4', '--name', 'Four voices')
})
afterAll(() => {
  folder[Symbol.dispose]()
})

const run = (...args: string[]) => cepstra(folder.path, ...args)
const keys = (value: unknown): string[] => Object.keys(value as object).sort()

describe('help', () => {
  test.each(commands)('of %s names its arguments and options', async (command) => {
    const { status, stdout, stderr } = await run(command, '--help')
    expect(status).toBe(0)
    expect(stderr).toBe('')
    const text = stdout.replace(/\s+/g, ' ')
    for (const name of argumentsOf[command] ?? []) expect(text).toContain(name)
    if (command !== 'serve') expect(text).toContain('--json')
  })

  test('lists every command, and the page about the command line tells of each of its options', async () => {
    const { stdout } = await run('--help')
    const page = readFileSync(join(import.meta.dirname, '../../docs/command-line.md'), 'utf8')
    for (const command of commands) {
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'))
      const section = new RegExp(`^## cepstra ${command}\\b[^]*?(?=^## |$(?![^]))`, 'm').exec(page)?.[0] ?? ''
      for (const option of (await run(command, '--help')).stdout.matchAll(/^ {2}(--[\w-]+)/gm)) {
        expect(section, command).toContain(option[1])
      }
    }
  })

  test('tells the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
      version: string
    }
    expect(await run('--version')).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' })
  })
})

describe('a mistake', () => {
  test.each([
    [['frobnicate'], /unknown command 'frobnicate'/],
    [['train'], /missing required argument 'project'/],
    [['train', 'p', '--frobnicate'], /unknown option '--frobnicate'/],
    [['train', 'p', '--components', '0'], /from 1 to 1024/],
    [['train', 'p', '--components', 'many'], /from 1 to 1024/],
    [['train', 'p', '--seed', ''], /from 0 to 4294967295/],
    [['train', 'p', '--covariance', 'round'], /Allowed choices are full, tied, diag, spherical/],
    [['train', 'p', '--adapt', 'means,labels'], /means, weights, variances/],
    [['select', 'p', '--components', '8-2'], /goes down/],
    [['fit-table', 'x.csv', '--tol', '-1'], /from 0 up/],
    [['evaluate', 'p', '--folds', '1'], /from 2 to 100/],
    [['recipe', '--preset', 'praat'], /Allowed choices are speech, meyda, librosa, kaldi, htk/],
    [['recipe', '--set', 'deltas'], /OPTION=VALUE/],
    [['recipe', '--set', 'deltas=3'], /deltas takes 0, 1, 2/],
    [['recipe', '--set', 'hopSeconds=0'], /hopSeconds takes a number from 0.001 to 0.2 s/],
    [['recipe', '--set', 'extras=pitch,loud'], /extras takes none, or some of rms/],
    [['recipe', '--set', 'delta=2'], /no option delta\. It has frameSeconds/],
    [['features', 'x.wav', '--recipe', 'r.json', '--preset', 'htk'], /cannot be used with option/],
    [['new', 'p', '--rate', '3999'], /from 4000 to 96000/],
    [['serve', '--port', '65536'], /from 0 to 65535/],
    [['import', 'p', 'x', '--labels', 'guess'], /folder, none, csv:FILE or pattern/],
    [['label', 'p', 'x', '--truth', 'oracle'], /Allowed choices are folder/],
    [['export', 'p', '1', '--format', 'xml', '--out', 'x'], /Allowed choices are json, npz/],
    [['export', 'p', '1', '--format', 'json'], /required option '--out <file>'/],
  ])('in the words themselves is told on stderr alone: %j', async (args, sentence) => {
    const { status, stdout, stderr } = await run(...args)
    expect(stderr).toMatch(sentence)
    expect(stdout).toBe('')
    expect(status).toBe(1)
  })

  test.each([
    ['PROJECT_NOT_FOUND', () => ['train', 'nowhere']],
    ['PROJECT_EXISTS', () => ['new', project]],
    ['NOTHING_TO_DO', () => ['import', project, 'nowhere']],
    ['LABELS_INVALID', () => ['import', project, training, '--labels', 'pattern:{take}']],
    ['LABELS_INVALID', () => ['import', project, training, '--labels', 'csv:nowhere.csv']],
    ['FILE_NOT_FOUND', () => ['extract', project, '--recipe', 'nowhere.json']],
    ['RECIPE_INVALID', () => ['extract', project, '--set', 'coefficients=30']],
    ['RECIPE_INVALID', () => ['recipe', '--set', 'coefficients=30']],
    ['OPTIONS_INVALID', () => ['features', 'a/x.wav', 'b/x.wav', '--out', 'there']],
    ['FILE_NOT_FOUND', () => ['features', 'nowhere.wav', '--out', 'there']],
    ['OPTIONS_INVALID', () => ['train', project, '--name', '']],
    ['NOT_FOUND', () => ['label', project, heldOut, '--bank', '77']],
    ['NOT_FOUND', () => ['export', project, 'No such bank', '--format', 'json', '--out', 'x.json']],
  ])('that the engine finds ends with its code, %s', async (code, args) => {
    for (const format of [[], ['--json']]) {
      const { status, stdout, stderr } = await run(...args(), ...format)
      expect(stderr).toMatch(new RegExp(`^cepstra: .{20,} \\[${code}\\]\\n$`))
      expect(stdout).toBe('')
      expect(status).toBe(1)
    }
  })

  test('in a recipe names the option that is wrong', async () => {
    writeFileSync(join(folder.path, 'recipe.json'), '{"hopSeconds": 0}')
    const { status, stderr } = await run('extract', project, '--recipe', 'recipe.json')
    expect(status).toBe(1)
    expect(stderr).toMatch(/at "hopSeconds".*\[RECIPE_INVALID\]/)
  })
})

describe('--json', () => {
  const recording = [
    ...['path', 'truth', 'label', 'unknown', 'scores', 'margin', 'threshold', 'posterior', 'error'],
    ...['evidence', 'secondBest', 'logLikelihoodRatio'],
  ].sort()

  test('of new, import and extract have the documented fields', async () => {
    const other = join(folder.path, 'other')
    const made = await cepstraJson(folder.path, 'new', other, '--rate', '8000')
    expect(made).toEqual({ project: other, sampleRateHz: 8000 })
    const imported = await cepstraJson<{ labels: object[] }>(folder.path, 'import', other, heldOut)
    expect(keys(imported)).toEqual(['labels', 'outcome', 'problems', 'recordings', 'sampleRateHz'])
    expect(keys(imported.labels[0])).toEqual(['label', 'recordings', 'seconds'])
    expect(imported).toMatchObject({ recordings: 8, sampleRateHz: 8000, problems: [] })
    const extracted = await cepstraJson(folder.path, 'extract', other)
    expect(keys(extracted)).toEqual([
      'failed',
      'featuresReady',
      'outcome',
      'problems',
      'recipe',
      'recordings',
      'seconds',
    ])
    expect(extracted).toMatchObject({ recordings: 8, featuresReady: 8, failed: 0, problems: [] })
  })

  test('of train has the documented fields', async () => {
    const trained = await cepstraJson<{ mixtures: { label: string }[] }>(
      folder.path,
      ...['train', project, '--components', '2', '--seed', '3', '--name', 'Another'],
    )
    expect(keys(trained)).toEqual(['bank', 'mixtures', 'name', 'outcome', 'unknownRule', 'warnings'])
    expect(trained).toMatchObject({ name: 'Another' })
    expect(trained.mixtures.map(({ label }) => label)).toEqual(voices.slice(0, 4))
    expect(keys(trained.mixtures[0])).toEqual(
      ['label', 'frames', 'components', 'covariance', 'iterations', 'lowerBound', 'converged', 'findings'].sort(),
    )
  })

  test('of calibrate has the documented fields, and the costs are those that were told', async () => {
    const args = ['calibrate', project, '--bank', 'Another', '--cost-false-accept', '10', '--scorer', 'likelihood']
    const calibrated = await cepstraJson<{ decision: object }>(folder.path, ...args)
    expect(keys(calibrated)).toEqual(['bank', 'decision', 'name'])
    expect(calibrated.decision).toMatchObject({
      scorer: { scorer: 'likelihood' },
      costs: { falseAccept: 10, falseReject: 1, unknownShare: 0.5 },
    })
  })

  test('of select and sample on a project have the documented fields', async () => {
    const selected = await cepstraJson<{ labels: { label: string; candidates: object[] }[] }>(
      folder.path,
      ...['select', project, '--label', voices[0] ?? '', '--components', '1,2', '--covariance', 'diag'],
    )
    expect(keys(selected)).toEqual(['labels', 'outcome', 'selection'])
    expect(selected.labels).toMatchObject([{ label: voices[0], criterion: 'bic', folds: null }])
    expect(keys(selected.labels[0]?.candidates[0])).toEqual(
      [
        ...['components', 'covarianceType', 'parameters', 'bic', 'aic', 'heldOut', 'heldOutError'],
        ...['converged', 'withinNoise', 'failure'],
      ].sort(),
    )
    const out = join(folder.path, 'drawn.npy')
    const sample = ['sample', project, 'Four voices', '--count', '20', '--out', out]
    expect((await run(...sample)).stderr).toMatch(/several labels.*--label.*\[OPTIONS_INVALID\]/)
    const drawn = await cepstraJson(folder.path, ...sample, '--label', voices[1] ?? '')
    expect(drawn).toEqual({ bank: 1, label: voices[1], count: 20, seed: 0, path: out, bytes: readFileSync(out).length })
  })

  test('of label has the documented fields, with the truth and without', async () => {
    const without = await cepstraJson<{ recordings: object[] }>(folder.path, 'label', project, heldOut, '--bank', '1')
    expect(keys(without)).toEqual(['accuracy', 'bank', 'confusion', 'recordings'])
    expect(without).toMatchObject({ accuracy: null, confusion: null, bank: { id: 1, name: 'Four voices' } })
    expect(without.recordings).toHaveLength(8)
    for (const each of without.recordings) {
      expect(keys(each)).toEqual(recording)
      expect(each).toMatchObject({ truth: null, error: null })
    }
    const args = ['label', project, heldOut, '--bank', '1', '--truth', 'folder']
    const told = await cepstraJson<{ accuracy: number; recordings: { scores: object; truth: string }[] }>(
      folder.path,
      ...args,
    )
    expect(keys(told)).toEqual(['accuracy', 'bank', 'confusion', 'recordings'])
    expect(told.accuracy).toBe(1)
    expect(told).toMatchObject({ confusion: Object.fromEntries(voices.slice(0, 4).map((v) => [v, { [v]: 2 }])) })
    for (const { scores, truth } of told.recordings) {
      expect(keys(scores)).toEqual(voices.slice(0, 4))
      expect(voices).toContain(truth)
    }
  })

  test('of evaluate and export have the documented fields', async () => {
    const evaluated = await cepstraJson<{ accuracy: number; perLabel: object[] }>(
      folder.path,
      ...['evaluate', project, '--folds', '2', '--components', '2'],
    )
    expect(keys(evaluated)).toEqual(
      [
        ...['accuracy', 'interval', 'recordings', 'description', 'labels', 'confusion', 'falseReject', 'perLabel'],
        ...['folds', 'components', 'covariance', 'seed'],
        ...['evaluation', 'split', 'group', 'version', 'figures'],
      ].sort(),
    )
    expect(keys(evaluated.perLabel[0])).toEqual(['f1', 'label', 'precision', 'recall', 'recordings'])
    expect(evaluated.accuracy).toBeGreaterThan(0.5)
    const out = join(folder.path, 'bank.json')
    const args = ['export', project, 'Four voices', '--format', 'json', '--out', out]
    const exported = await cepstraJson(folder.path, ...args)
    expect(keys(exported)).toEqual(['bank', 'bytes', 'format', 'name', 'path'])
    expect(exported).toEqual({
      bank: 1,
      name: 'Four voices',
      format: 'json',
      path: out,
      bytes: readFileSync(out).length,
    })
  })

  test('keeps stdout to the one document while progress goes to stderr', async () => {
    const { stdout, stderr } = await run('label', project, heldOut, '--bank', '1', '--json')
    expect(() => JSON.parse(stdout) as unknown).not.toThrow()
    expect(stderr).not.toContain('{')
  })
})

describe('a recording that cannot be read', () => {
  test('has its own error among the others, which go on', async () => {
    const odd = copySamples(join(folder.path, 'odd'), voices.slice(0, 1), [5])
    writeFileSync(join(odd, 'empty.wav'), '')
    const { recordings } = await cepstraJson<{ recordings: { path: string; label: string | null; error: unknown }[] }>(
      folder.path,
      ...['label', project, odd, '--bank', '1'],
    )
    expect(recordings).toHaveLength(2)
    expect(recordings).toContainEqual(expect.objectContaining({ label: voices[0], error: null }))
    expect(recordings).toContainEqual(
      expect.objectContaining({
        label: null,
        error: { code: 'FILE_UNREADABLE', message: expect.stringContaining('empty') },
      }),
    )
  })

  test('fails the command when there is no other, after the answer', async () => {
    const empty = join(folder.path, 'empty.wav')
    writeFileSync(empty, '')
    const { status, stdout, stderr } = await run('label', project, empty, '--bank', '1', '--json')
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ recordings: [{ label: null, error: { code: 'FILE_UNREADABLE' } }] })
    expect(stderr).toContain('[FILE_UNREADABLE]')
  })
})

describe('for people', () => {
  test('label prints a table of equal columns and counts in the singular', async () => {
    const one = join(heldOut, voices[0] ?? '')
    const { stdout } = await run('label', project, one, '--bank', '1', '--truth', 'folder')
    const lines = stdout.split('\n')
    expect(lines[0]).toMatch(/^recording +truth +label +posterior +margin$/)
    expect(lines[1]).toMatch(/^-[- ]+-$/)
    expect(lines[2]).toMatch(new RegExp(`^${voices[0] ?? ''}/.* ${voices[0] ?? ''} .* %  +\\d+\\.\\d\\d$`))
    const file = join(one, readdirSync(one)[0] ?? '')
    expect((await run('label', project, file, '--bank', '1')).stdout).toMatch(/\n1 recording recognized/)
  })

  test('a reader that has seen enough is no error', async () => {
    const { child, ended } = start(folder.path, ['label', project, heldOut, '--bank', '1', '--json'])
    child.stdout?.destroy()
    expect(await ended).toMatchObject({ status: 0, stderr: '' })
  })
})

test('a second opener of a project is told that it is locked', async () => {
  const { child, ended } = start(folder.path, ['serve', project])
  const address = await new Promise<string>((told) => child.stdout?.once('data', told))
  expect(address).toMatch(/^Cepstra is at http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}\n$/)
  const { status, stdout, stderr } = await run('train', project)
  expect(status).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/open in another Cepstra.*\[PROJECT_LOCKED\]/)
  child.kill('SIGTERM')
  expect(await ended).toMatchObject({ status: 0 })
  expect((await run('export', project, '1', '--format', 'json', '--out', 'x.json')).status).toBe(0)
})

test('a port that is taken is told as such', async () => {
  const { child, ended } = start(folder.path, ['serve'])
  const address = await new Promise<string>((told) => child.stdout?.once('data', told))
  const port = new URL(address.slice(address.indexOf('http')).trim()).port
  const { status, stderr } = await run('serve', '--port', port)
  expect(status).toBe(1)
  expect(stderr).toMatch(new RegExp(`^cepstra: Port ${port} is taken .*\\[OPTIONS_INVALID\\]\\n$`))
  child.kill('SIGINT')
  expect(await ended).toMatchObject({ status: 0 })
})

test('Ctrl C cancels a job within a second, and the project stays as it was', async () => {
  const { child, ended } = start(folder.path, [
    'train',
    project,
    '--components',
    '256',
    '--starts',
    '50',
    '--name',
    'Never',
  ])
  await expect.poll(() => existsSync(join(project, 'project.db-wal')), { timeout: 10_000 }).toBe(true)
  await new Promise((resolve) => setTimeout(resolve, 700))
  const interruptedAt = Date.now()
  child.kill('SIGINT')
  const { status, stdout, stderr } = await ended
  expect(Date.now() - interruptedAt).toBeLessThan(1000)
  expect({ status, stdout }).toEqual({ status: 130, stdout: '' })
  expect(stderr).toContain('[CANCELLED]')
  const { stderr: known } = await run('export', project, 'Never', '--format', 'json', '--out', 'x.json')
  expect(known).toContain('1 "Four voices"')
  expect(known).not.toContain('"Never",')
})
