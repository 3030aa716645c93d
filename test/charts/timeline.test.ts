import { describe, expect, test } from 'vitest'
import { placedSegments, segmentWords, timelineTitle, type TimelineSegment } from '../../renderer/charts/timeline'
import { textOnColor } from '../../renderer/charts/textOnColor'
import { relativeLuminance } from '../../renderer/charts/heat'
import { labelPalette } from '../../renderer/labelColors'

const segment = (startSeconds: number, endSeconds: number, part: Partial<TimelineSegment> = {}): TimelineSegment => ({
  startSeconds,
  endSeconds,
  kind: 'label',
  label: 'ann',
  posterior: 0.991,
  secondBest: 'bob',
  mixedWith: null,
  ...part,
})
const segments = [
  segment(0, 2),
  segment(2, 3, { kind: 'silence', label: null }),
  segment(3, 8, { label: 'bob' }),
  segment(8, 10, { kind: 'unknown' }),
]

describe('the segments of a timeline', () => {
  test('stand where they are heard, and silence is left empty', () => {
    expect(
      placedSegments(segments, [0, 10]).map(({ index, leftPercent, widthPercent }) => [
        index,
        leftPercent,
        widthPercent,
      ]),
    ).toEqual([
      [0, 0, 20],
      [2, 30, 50],
      [3, 80, 20],
    ])
  })

  test('are cut at the edges of what is in view', () => {
    expect(
      placedSegments(segments, [4, 6]).map(({ index, leftPercent, widthPercent }) => [
        index,
        leftPercent,
        widthPercent,
      ]),
    ).toEqual([[2, 0, 100]])
    expect(placedSegments(segments, [1, 1])).toEqual([])
  })

  test('say who, when and how sure', () => {
    expect(segmentWords(segments[0])).toBe('ann, 0.00 s to 2.00 s, posterior 99.1 %, then bob')
    expect(segmentWords(segments[3])).toBe('unknown, 8.00 s to 10.00 s, nearest ann')
    expect(segmentWords(segment(0, 1, { mixedWith: 'cy' }))).toMatch(/with cy by turns$/)
  })

  test('are summed up without the silence', () => {
    expect(
      timelineTitle([
        { kind: 'label', label: 'bob', seconds: 5 },
        { kind: 'label', label: 'ann', seconds: 2 },
        { kind: 'unknown', label: null, seconds: 3 },
        { kind: 'silence', label: null, seconds: 90 },
      ]),
    ).toBe('bob has 50 % of the sound, ann 20 %; 30 % is unknown')
    expect(timelineTitle([{ kind: 'label', label: 'ann', seconds: 2 }])).toBe('ann is heard all the time')
    expect(timelineTitle([{ kind: 'unknown', label: null, seconds: 2 }])).toBe('Everything that is heard is unknown')
    expect(timelineTitle([{ kind: 'silence', label: null, seconds: 2 }])).toBe('Nothing but silence was found')
  })
})

describe('text on a label’s color', () => {
  test('has a contrast of at least 4.5 to 1 on every color a label may get', () => {
    for (const color of labelPalette(40)) {
      const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
      const ground = relativeLuminance([red, green, blue])
      const text = textOnColor(color) === '#000000' ? 0 : 1
      expect((Math.max(ground, text) + 0.05) / (Math.min(ground, text) + 0.05)).toBeGreaterThanOrEqual(4.5)
    }
  })
})
