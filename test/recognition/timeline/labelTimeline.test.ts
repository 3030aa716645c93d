import { describe, expect, it } from 'vitest'
import { concatenateFrames, type Frames } from '../../../src/mixture/frames'
import { framesInMemory } from '../../../src/mixture/frameSource'
import { labelTimeline, type TimelineSegment } from '../../../src/recognition/timeline/labelTimeline'
import type { TimelineOptions } from '../../../src/recognition/timeline/timelineOptions'
import { labelRecording } from '../../../src/recognition/labelRecording'
import { bankWithBackground, drawFrames, trainedBank } from '../trainedBank'

const bank = trainedBank()
const ant = (count: number, seed = 1): Frames => drawFrames([0.4, 0, 1.4], count, seed)
const bee = (count: number, seed = 2): Frames => drawFrames([4.4, -3, 1.4], count, seed)
const stranger = (count: number): Frames => drawFrames([-9, 7, 8], count, 3)
/** So many frames that voice activity dropped. */
type Part = Frames | number

/** Pure labels of a made-up recording: each part one after the other, a hop of 0.01 s. */
function timelineOf(parts: readonly Part[], options?: TimelineOptions, over = bank): TimelineSegment[] {
  const kept = parts.filter((part) => typeof part !== 'number')
  const speech = parts.flatMap((part) =>
    typeof part === 'number' ? new Array<number>(part).fill(0) : new Array<number>(part.count).fill(1),
  )
  const frames = kept.length > 0 ? concatenateFrames(kept) : { data: new Float32Array(0), count: 0, dimensions: 3 }
  return labelTimeline(over, framesInMemory(frames), Uint8Array.from(speech), options)
}

const brief = (segments: readonly TimelineSegment[]): unknown[] =>
  segments.map(({ kind, label, first, after }) => [kind === 'label' ? label : kind, first, after])

describe('a recording labeled over time', () => {
  it('has its borders where the voice changes, to a few frames', () => {
    const segments = timelineOf([ant(200), bee(150), ant(120, 5)])
    expect(segments.map(({ label }) => label)).toEqual(['ant', 'bee', 'ant'])
    expect(Math.abs(segments[1].first - 200)).toBeLessThanOrEqual(3)
    expect(Math.abs(segments[1].after - 350)).toBeLessThanOrEqual(3)
  })

  it('calls unknown what speaks for no label, and tells the nearest', () => {
    const segments = timelineOf([ant(200), stranger(200), bee(200)])
    expect(segments.map(({ kind }) => kind)).toEqual(['label', 'unknown', 'label'])
    expect(bank.mixtures.map(({ label }) => label)).toContain(segments[1].label)
    const named = timelineOf([ant(200), stranger(200), bee(200)], { unknownShare: -1 })
    expect(named.every(({ kind }) => kind === 'label')).toBe(true)
  })

  it('tells silence as silence, bridges short pauses, and puts a change into the middle of one', () => {
    expect(brief(timelineOf([80, ant(200), 20, ant(100, 6), 40, bee(200), 90]))).toEqual([
      ['silence', 0, 80],
      ['ant', 80, 420],
      ['bee', 420, 640],
      ['silence', 640, 730],
    ])
  })

  it('takes a pause of one voice for its own up to twice as long as one between two', () => {
    const parts = [ant(100), 60, ant(100, 6), 60, bee(100), 120, bee(100, 7)]
    expect(timelineOf(parts).map(({ kind, label }) => label ?? kind)).toEqual([
      'ant',
      'silence',
      'bee',
      'silence',
      'bee',
    ])
  })

  it('is one silence where nothing was kept, and nothing where there are no frames', () => {
    const [only, ...others] = timelineOf([300])
    expect(others).toEqual([])
    expect(only).toEqual({
      ...{ kind: 'silence', first: 0, after: 300, label: null, score: null, evidence: null },
      ...{ posterior: null, secondBest: null, mixedWith: null },
    })
    expect(timelineOf([])).toEqual([])
  })

  it('labels a single frame', () => {
    expect(brief(timelineOf([drawFrames([0, 0, 1], 1, 1, 0)]))).toEqual([['ant', 0, 1]])
  })

  it('holds no segment of sound shorter than asked for, but for one between silences', () => {
    const parts = [ant(60), bee(12), ant(60, 7), 70, bee(15), 70, ant(60, 8), bee(13, 9)]
    const segments = timelineOf(parts, { switchPenalty: 0, minimumSeconds: 0.3, silenceSeconds: 0.5 })
    const sound = segments.filter(({ kind }) => kind !== 'silence')
    expect(sound.filter(({ first, after }) => after - first < 30)).toEqual([
      expect.objectContaining({ kind: 'label', label: 'bee', first: 202, after: 217 }),
    ])
  })

  it('scores a segment by its own kept frames as the bank scores a recording of them', () => {
    for (const over of [bank, bankWithBackground(bank)]) {
      const [first] = timelineOf([ant(100), 10, ant(50, 9), 80, bee(100)], {}, over)
      const labeling = labelRecording(over, concatenateFrames([ant(100), ant(50, 9)]))
      expect(first.label).toBe(labeling.best)
      expect(first.score).toBeCloseTo(labeling.ranked[0].score, 4)
      expect(first.evidence).toBeCloseTo(labeling.ranked[0].evidence, 4)
      expect(first.posterior).toBeCloseTo(labeling.ranked[0].posterior, 6)
      expect(first.secondBest).toBe(labeling.ranked[1].label)
    }
  })

  it('flags a segment in which two labels are clearly heard by turns, and no other', () => {
    const syllables = Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? ant(20, i) : bee(20, i)))
    const [both] = timelineOf(syllables, { minimumSeconds: 2, switchPenalty: 10_000 })
    expect([both.label, both.mixedWith].sort()).toEqual(['ant', 'bee'])
    const alone = timelineOf([ant(200), bee(200), stranger(200)])
    expect(alone.map(({ mixedWith }) => mixedWith)).toEqual([null, null, null])
  })

  it('knows the voice of a bank of one label from another', () => {
    const one = trainedBank(['ant'])
    const segments = timelineOf([ant(200), stranger(200)], {}, one)
    expect(segments.map(({ kind, label, secondBest }) => [kind, label, secondBest])).toEqual([
      ['label', 'ant', null],
      ['unknown', 'ant', null],
    ])
  })

  it('tells what lies beyond all numbers as unknown, without a score', () => {
    const far: Frames = { data: new Float32Array(600).fill(3e38), count: 200, dimensions: 3 }
    const [only] = timelineOf([far])
    expect(only).toMatchObject({ kind: 'unknown', score: null })
  })
})
