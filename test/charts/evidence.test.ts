import { describe, expect, test } from 'vitest'
import { evidenceSentence, evidenceWords } from '../../renderer/charts/evidence'

describe('a likelihood ratio in words', () => {
  test.each([
    [1, 'no support either way'],
    [1.99, 'no support either way'],
    [2, 'weak support'],
    [9.9, 'weak support'],
    [10, 'moderate support'],
    [100, 'moderately strong support'],
    [1000, 'strong support'],
    [10_000, 'very strong support'],
    [999_000, 'very strong support'],
    [1_000_000, 'extremely strong support'],
  ])('%d to 1 is %s', (ratio, words) => {
    expect(evidenceWords(Math.log(ratio)).strength).toBe(words)
    expect(evidenceWords(-Math.log(ratio)).strength).toBe(words)
  })

  test('says which side it speaks for', () => {
    expect(evidenceSentence(Math.log(45.2), 'ann')).toBe('moderate support for ann against unknown, 45 to 1')
    expect(evidenceSentence(-Math.log(2_340_000), 'ann')).toBe(
      'extremely strong support for unknown against ann, 2.3 million to 1',
    )
    expect(evidenceSentence(0.1, 'ann')).toBe('no support either way: ann and someone unknown explain it about alike')
  })

  test('keeps a ratio of any size readable', () => {
    expect(evidenceWords(4000).ratio).toBe('over a trillion to 1')
    expect(evidenceWords(Math.log(1234)).ratio).toBe('1,200 to 1')
  })
})
