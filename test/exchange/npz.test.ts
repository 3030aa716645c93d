import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { decodeNpy } from '../../src/exchange/npy'
import { bankToNpz, mixtureToNpz } from '../../src/exchange/npz'
import { trainedBank } from '../recognition/trainedBank'

const labels = ['ant', 'çicada/3', '..', 'a%b', '蜂 ']
const bank = trainedBank(labels)

describe('a bank as NPZ', () => {
  const entries = unzipSync(bankToNpz(bank))
  const read = (name: string) => decodeNpy(entries[`${name}.npy`])

  test('holds every label’s parameters under scikit-learn’s names', () => {
    expect(read('labels').data).toEqual(labels)
    const folders = read('folders').data as string[]
    bank.mixtures.forEach(({ mixture }, l) => {
      const shape = [mixture.componentCount, mixture.dimensions]
      expect(read(`${folders[l]}/weights_`)).toEqual({ data: mixture.weights, shape: [mixture.componentCount] })
      expect(read(`${folders[l]}/means_`)).toEqual({ data: mixture.means, shape })
      expect(read(`${folders[l]}/covariances_`)).toEqual({ data: mixture.covariances, shape })
    })
  })

  test('holds the recipe, what else is to be known, and the test vector', () => {
    expect(JSON.parse((read('recipe').data as string[])[0])).toEqual(bank.recipe)
    expect(JSON.parse((read('about').data as string[])[0])).toMatchObject({ seed: 7, unknownRule: bank.unknownRule })
    expect(read('test_frames').shape).toEqual([5, 3])
    expect(read('test_log_likelihoods').data).toEqual(bank.testVector.logLikelihoods)
  })

  test('leads nowhere outside when it is unpacked, and gives every label a folder of its own', () => {
    const folders = read('folders').data as string[]
    expect(new Set(folders).size).toBe(labels.length)
    expect(folders).toEqual(['ant', 'çicada%2f3', '%2e%2e', 'a%25b', '蜂%20'])
    expect(Object.keys(entries).every((name) => !name.includes('..') && name.split('/').length <= 2)).toBe(true)
  })

  test('is the same bytes every time', () => {
    expect(bankToNpz(trainedBank(labels))).toEqual(bankToNpz(bank))
  })

  test('of a single mixture holds its attributes alone', () => {
    const names = Object.keys(unzipSync(mixtureToNpz(bank.mixtures[0].mixture)))
    expect(names.sort()).toEqual(
      [
        'covariance_type',
        'covariances_',
        'means_',
        'n_features_in_',
        'precisions_',
        'precisions_cholesky_',
        'weights_',
      ].map((name) => `${name}.npy`),
    )
  })
})

const python = '/usr/bin/python3'
const hasScikitLearn = spawnSync(python, ['-c', 'import sklearn']).status === 0

describe('scikit-learn', () => {
  test('gets the scores of the test vector by the documented lines', (context) => {
    if (!hasScikitLearn) context.skip(`${python} has no scikit-learn to load the archive with`)
    const formats = readFileSync(resolve(import.meta.dirname, '../../docs/formats.md'), 'utf8')
    const documented = [...formats.matchAll(/```python\n([\s\S]*?)```/g)].map(([, code]) => code).join('\n')
    const folder = mkdtempSync(join(tmpdir(), 'cepstra-npz-'))
    try {
      writeFileSync(join(folder, 'bank.npz'), bankToNpz(bank))
      const { stdout, stderr } = spawnSync(python, ['-c', documented], { cwd: folder })
      expect(strFromU8(stderr)).toBe('')
      expect(strFromU8(stdout)).toMatch(/^[\d.e-]+\n$/)
      expect(Number(strFromU8(stdout))).toBeLessThan(1e-9)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
