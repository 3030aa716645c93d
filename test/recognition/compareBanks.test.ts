import { describe, expect, test } from 'vitest'
import { bankDifferences, compareLabels } from '../../src/recognition/compareBanks'
import { trainedBank } from './trainedBank'

describe('the labels of two banks', () => {
  const first = trainedBank(['ant', 'bee', 'cat'])

  test('are all the same in a bank and itself', () => {
    expect(compareLabels(first, trainedBank(['ant', 'bee', 'cat']))).toEqual(
      ['ant', 'bee', 'cat'].map((label) => ({
        label,
        change: 'same',
        frames: { first: 200, second: 200 },
        components: { first: 3, second: 3 },
        divergence: 0,
      })),
    )
  })

  test('are told as added, removed and refitted, and how far the mixtures went', () => {
    const [ant, bee, cat] = first.mixtures
    const means = Float64Array.from(bee.mixture.means)
    means[0] += 1e-12
    const second = {
      mixtures: [ant, { ...bee, frameCount: 250, mixture: { ...bee.mixture, means } }, { ...cat, label: 'dog' }],
    }
    const compared = compareLabels(first, second)
    expect(compared.map(({ label, change }) => [label, change])).toEqual([
      ['ant', 'same'],
      ['bee', 'refitted'],
      ['cat', 'removed'],
      ['dog', 'added'],
    ])
    expect(compared[1]).toMatchObject({ frames: { first: 200, second: 250 } })
    expect(compared[1].divergence).toBeCloseTo(0, 9)
    expect(compared[3]).toMatchObject({
      frames: { first: null },
      components: { first: null, second: 3 },
      divergence: null,
    })
    const swapped = { mixtures: [{ ...ant, mixture: cat.mixture }, bee, cat] }
    expect(compareLabels(first, swapped)[0].divergence).toBeGreaterThan(10)
  })
})

test('what else differs between two banks is told in words', () => {
  const bank = trainedBank()
  expect(bankDifferences(bank, trainedBank())).toEqual([])
  const other = { ...bank, seed: 8, decision: { ...bank.decision, threshold: -51.25 } }
  expect(bankDifferences(bank, other)).toEqual([
    { what: 'seed', first: '7', second: '8' },
    { what: 'threshold', first: '-12.250', second: '-51.250' },
  ])
})
