import { describe, expect, it } from 'vitest'
import { speechRegions } from '../../../src/recognition/timeline/speechRegions'

const flags = (text: string): Uint8Array => Uint8Array.from(text, (each) => (each === '#' ? 1 : 0))

describe('the regions of a recording that are not silent', () => {
  it('reach over pauses that are too short for silence', () => {
    expect(speechRegions(flags('...##..#...###...'), 3)).toEqual([
      { first: 3, after: 8 },
      { first: 11, after: 14 },
    ])
  })

  it('take in what is dropped at either end where that is no silence', () => {
    expect(speechRegions(flags('..##..'), 3)).toEqual([{ first: 0, after: 6 }])
  })

  it('are none of a silent or empty recording, and one of one that is never silent', () => {
    expect(speechRegions(flags('....'), 10)).toEqual([])
    expect(speechRegions(flags(''), 1)).toEqual([])
    expect(speechRegions(flags('###'), 1)).toEqual([{ first: 0, after: 3 }])
  })
})
