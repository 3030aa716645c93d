import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { beforeEach, describe, expect, test } from 'vitest'
import { decodeNpy } from '../../src/exchange/npy'
import { bankToNpz, mixtureToNpz } from '../../src/exchange/npz'
import { covarianceTypes } from '../../src/mixture/gaussianMixture'
import { testLogLikelihoods } from '../../src/recognition/assembleBank'
import type { Bank } from '../../src/recognition/bank'
import { bankWithBackground, trainedBank } from '../recognition/trainedBank'

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
    expect(JSON.parse((read('about').data as string[])[0])).toMatchObject({ seed: 7, decision: bank.decision })
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

  test('holds the background that its labels were adapted from, apart from every label', () => {
    const { background, ...rest } = bankWithBackground(trainedBank(['background_weights_', 'b'], 'full'))
    const withBackground = unzipSync(bankToNpz({ ...rest, background }))
    const { covariances } = background.mixture
    expect(decodeNpy(withBackground['background_covariances_.npy'])).toEqual({ data: covariances, shape: [3, 3, 3] })
    expect(JSON.parse((decodeNpy(withBackground['about.npy']).data as string[])[0])).toMatchObject({
      background: { labels: ['background_weights_', 'b'], adapted: ['means', 'weights'], relevance: 16 },
    })
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
  beforeEach((context) => {
    if (!hasScikitLearn) context.skip(`${python} has no scikit-learn to load the archive with`)
  })

  test('gets the scores of the test vector by the documented lines, whatever the covariance type of a label', () => {
    const formats = readFileSync(resolve(import.meta.dirname, '../../docs/formats.md'), 'utf8')
    const documented = [...formats.matchAll(/```python\n([\s\S]*?)```/g)].map(([, code]) => code).join('\n')
    expect(printedNumber(documented, bankToNpz(bankOfEveryType()))).toBeLessThan(1e-9)
  })

  test('makes the same precisions and factors of the same covariances', () => {
    const lines = `
import numpy as np
from sklearn.mixture._gaussian_mixture import _compute_precision_cholesky
bank, worst = np.load("bank.npz"), 0
for folder in bank["folders"]:
    kind, factors, precisions = str(bank[f"{folder}/covariance_type"]), bank[f"{folder}/precisions_cholesky_"], bank[f"{folder}/precisions_"]
    own = _compute_precision_cholesky(bank[f"{folder}/covariances_"], kind)
    products = np.array([p @ p.T for p in own]) if kind == "full" else own @ own.T if kind == "tied" else own ** 2
    worst = max(worst, abs(own - factors).max() / abs(own).max(), abs(products - precisions).max() / abs(products).max())
print(worst)`
    expect(printedNumber(lines, bankToNpz(bankOfEveryType()))).toBeLessThan(1e-12)
  })
})

function bankOfEveryType(): Bank {
  const mixtures = covarianceTypes.map((type, l) => trainedBank(labels, type).mixtures[l])
  const { frames } = bank.testVector
  return { ...bank, mixtures, testVector: { frames, logLikelihoods: testLogLikelihoods(mixtures, frames) } }
}

/** What lines of Python print that are run beside `bank.npz`. */
function printedNumber(lines: string, archive: Uint8Array): number {
  const folder = mkdtempSync(join(tmpdir(), 'cepstra-npz-'))
  try {
    writeFileSync(join(folder, 'bank.npz'), archive)
    const { stdout, stderr } = spawnSync(python, ['-c', lines], { cwd: folder })
    expect(strFromU8(stderr)).toBe('')
    expect(strFromU8(stdout)).toMatch(/^[\d.e-]+\n$/)
    return Number(strFromU8(stdout))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
