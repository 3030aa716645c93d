import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TableModel } from '../../src/engine/contract'
import { encodeNpy } from '../../src/exchange/npy'
import { cepstra, cepstraJson, root, scratch, start } from './cepstra'

const geyser = join(root, 'resources/tables/old-faithful.csv')

let folder: ReturnType<typeof scratch>
beforeAll(() => {
  folder = scratch()
})
afterAll(() => {
  folder[Symbol.dispose]()
})

const inFolder = (name: string): string => join(folder.path, name)
const run = (...args: string[]) => cepstra(folder.path, ...args)

describe('fit-table', () => {
  test('starts from a document, runs the iterations that were told, and writes what was asked for', async () => {
    const { cases } = JSON.parse(readFileSync(join(root, 'test/golden/tables.json'), 'utf8')) as {
      cases: { start: object; covariances: number[][][]; lowerBounds: number[]; labels: number[] }[]
    }
    const [full] = cases
    writeFileSync(inFolder('start.json'), JSON.stringify(full?.start))
    const model = await cepstraJson<TableModel>(
      folder.path,
      ...['fit-table', geyser, '--components', '3', '--covariance', 'full', '--init-from', 'start.json'],
      ...['--max-iterations', '20', '--tol', '0', '--precision', 'float64'],
      ...['--out', 'model.json', '--labels-out', 'labels.csv'],
    )
    expect(Object.keys(model).sort()).toEqual(
      [
        ...['weights', 'means', 'covariances', 'covarianceType', 'components', 'dimensions', 'frames', 'columns'],
        ...['lowerBounds', 'logLikelihood', 'aic', 'bic', 'iterations', 'converged', 'cancelled', 'findings'],
        ...['mendings', 'seconds', 'selection'],
      ].sort(),
    )
    expect(model).toMatchObject({
      iterations: 20,
      converged: false,
      cancelled: false,
      columns: ['eruptions', 'waiting'],
    })
    model.lowerBounds.forEach((bound, i) => {
      expect(bound).toBeCloseTo(full?.lowerBounds[i] ?? NaN, 8)
    })
    expect((model.covariances as number[][][])[2]?.[1]?.[0]).toBeCloseTo(full?.covariances[2]?.[1]?.[0] ?? NaN, 7)
    expect(readFileSync(inFolder('labels.csv'), 'utf8').trim().split('\n').slice(1).map(Number)).toEqual(full?.labels)
    const written = JSON.parse(readFileSync(inFolder('model.json'), 'utf8')) as { format: string; means: number[][] }
    expect(written).toMatchObject({ format: 'cepstra-mixture', means: model.means })
  })

  test('tells a person what it found', async () => {
    const { stdout, status } = await run('fit-table', geyser, '--components', '2')
    expect(status).toBe(0)
    expect(stdout).toMatch(/2 components with full covariances on 272 rows of eruptions, waiting; converged/)
    expect(stdout).toMatch(/component +weight +mean eruptions +mean waiting/)
  })

  test.each([
    ['x,kind\n1,a\n', 'TABLE_INVALID', /column "kind" holds "a" in line 2/],
    ['x\n1\n', 'TOO_FEW_FRAMES', /2 components need at least 2/],
  ])('tells what is wrong with a table: %j', async (text, code, sentence) => {
    writeFileSync(inFolder('wrong.csv'), text)
    const { status, stdout, stderr } = await run('fit-table', 'wrong.csv', '--components', '2', '--json')
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(sentence)
    expect(stderr).toContain(`[${code}]`)
  })

  test('tells of an .npy file that ends too early, and of a start that is not there', async () => {
    const whole = encodeNpy(new Float64Array(200), [100, 2])
    writeFileSync(inFolder('cut.npy'), whole.subarray(0, whole.length - 8))
    expect((await run('fit-table', 'cut.npy')).stderr).toMatch(/1600 bytes.*1592.*\[TABLE_INVALID\]/)
    expect((await run('fit-table', geyser, '--init-from', 'nowhere.json')).stderr).toContain('[FILE_NOT_FOUND]')
  })

  test('Ctrl C ends it with the best so far', async () => {
    const many = Float32Array.from({ length: 4 * 50_000 }, (_, i) => Math.sin(i * i))
    writeFileSync(inFolder('endless.npy'), encodeNpy(many, [50_000, 4]))
    const args = ['fit-table', 'endless.npy', '--components', '16', '--tol', '0', '--max-iterations', '10000', '--json']
    const { child, ended } = start(folder.path, args)
    await setTimeout(4000)
    const interruptedAt = Date.now()
    child.kill('SIGINT')
    const { status, stdout, stderr } = await ended
    expect(status, stderr).toBe(130)
    expect(stderr).toMatch(/best so far. \[CANCELLED\]\n$/)
    expect(JSON.parse(stdout)).toMatchObject({ converged: false, cancelled: true, components: 16 })
    expect(Date.now() - interruptedAt).toBeLessThan(4000)
  })
})

test('select judges a grid on a table', async () => {
  const found = await cepstraJson<{ best: object; withinNoise: object[]; candidates: object[] }>(
    folder.path,
    ...['select', geyser, '--components', '1-3', '--covariance', 'full', '--criterion', 'bic'],
  )
  expect(Object.keys(found).sort()).toEqual(
    ['best', 'candidates', 'criterion', 'file', 'folds', 'frames', 'outcome', 'recommended', 'withinNoise'].sort(),
  )
  expect(found.candidates).toHaveLength(3)
  expect(found.best).toMatchObject({ components: 2, covarianceType: 'full' })
  expect(found.withinNoise).toContainEqual(found.best)
})

test('sample draws the same frames for the same seed, to stdout or into files', async () => {
  writeFileSync(inFolder('m.json'), '{"weights": [0.25, 0.75], "means": [[0, 0], [9, 9]], "covariances": [1, 1]}')
  const args = ['sample', '--model', 'm.json', '--count', '400', '--seed', '7']
  const { stdout } = await run(...args)
  const written = await cepstraJson(folder.path, ...args, '--out', 'drawn.csv', '--labels-out', 'components.csv')
  expect(readFileSync(inFolder('drawn.csv'), 'utf8')).toBe(stdout)
  expect(stdout.split('\n')[0]).toBe('column 1,column 2')
  expect(written).toMatchObject({ count: 400, seed: 7, path: inFolder('drawn.csv') })
  const ones = readFileSync(inFolder('components.csv'), 'utf8').match(/^1$/gm) ?? []
  expect(ones.length / 400).toBeCloseTo(0.75, 1)
})

test.each([
  [['sample'], /Name a project and a bank.*\[OPTIONS_INVALID\]/],
  [['sample', '--model', 'nowhere.json', '--json'], /add --out.*\[OPTIONS_INVALID\]/],
])('a sample needs something to draw from, and a place: %j', async (args, sentence) => {
  expect((await run(...args)).stderr).toMatch(sentence)
})
