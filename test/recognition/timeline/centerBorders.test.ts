import { describe, expect, it } from 'vitest'
import { centerBorders } from '../../../src/recognition/timeline/centerBorders'

const flags = (text: string): Uint8Array => Uint8Array.from(text, (each) => (each === '#' ? 1 : 0))
const border = (text: string, at: number, minimumFrames: number): number => {
  const runs = [
    { state: 0, first: 0, after: at },
    { state: 1, first: at, after: text.length },
  ]
  const [left, right] = centerBorders(runs, flags(text), minimumFrames)
  expect(left.after).toBe(right.first)
  return right.first
}

describe('a border in a pause', () => {
  it('goes to its middle from anywhere in it, and stays where there is none', () => {
    for (const at of [3, 5, 7]) expect(border('###....###', at, 1)).toBe(5)
    expect(border('##########', 4, 1)).toBe(4)
  })

  it('makes no run shorter than it may be', () => {
    expect(border('##......##', 2, 4)).toBe(5)
    expect(border('#....#####', 5, 4)).toBe(4)
    expect(border('#####....#', 5, 4)).toBe(6)
  })

  it('is none where silence stands between', () => {
    const runs = [
      { state: 0, first: 0, after: 2 },
      { state: 1, first: 6, after: 8 },
    ]
    expect(centerBorders(runs, flags('##....##'), 1)).toEqual(runs)
  })
})
