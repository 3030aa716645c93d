import { beforeAll, describe, expect, it } from 'vitest'
import type { Bank } from '../../../src/recognition/bank'
import { conversation, digitsAbsent, digitsFolder } from '../clustering/conversations'
import { bankOf, digitBank, framesOf } from './digitBank'
import { measureTurns } from './measureTurns'

const title = digitsAbsent
  ? `voices that take turns (skipped: ${digitsFolder} is absent; set CEPSTRA_TEST_DATA)`
  : 'voices that take turns'

const middleOf = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]

describe.skipIf(digitsAbsent)(title, () => {
  const voices = ['lucas', 'nicolas', 'theo', 'yweweler']
  /** Those of the conversations; the bank learns from others. */
  const takes = [0, 1, 2, 3, 4, 5, 6]
  let bank: Bank
  beforeAll(async () => {
    bank = await digitBank(
      voices,
      Array.from({ length: 20 }, (_, i) => 20 + i),
    )
  })

  it('are told apart for nine tenths of the time, with borders within 0.3 s', async () => {
    const borders: number[] = []
    for (const pair of [voices.slice(0, 2), voices.slice(2)]) {
      const talk = await conversation({ voices: pair, seconds: 40, takes, seed: 1 })
      const { right, borderSeconds } = measureTurns(talk.turns, framesOf(talk)(bankOf(bank, pair)), pair)
      expect(right).toBeGreaterThanOrEqual(0.9)
      borders.push(...borderSeconds)
    }
    expect(borders.length).toBeGreaterThan(8)
    expect(middleOf(borders)).toBeLessThanOrEqual(0.3)
  })

  it('are called unknown where the bank has never heard them, and the others hardly ever', async () => {
    const three = voices.slice(1)
    const talk = await conversation({ voices: three, seconds: 45, takes, seed: 2 })
    const segmentsBy = framesOf(talk)
    const figures = three.map((stranger) => {
      const known = three.filter((voice) => voice !== stranger)
      return measureTurns(talk.turns, segmentsBy(bankOf(bank, known)), known)
    })
    for (const { foundUnknown } of figures) expect(foundUnknown).toBeGreaterThanOrEqual(0.8)
    expect(figures.reduce((sum, { refused }) => sum + refused, 0) / figures.length).toBeLessThanOrEqual(0.1)
  })
})
