import { describe, expect, test } from 'vitest'
import {
  keptStretches,
  keptTitle,
  verdictCounts,
  voiceActivityPicture,
  type VerdictRun,
} from '../../renderer/charts/voiceActivity'
import { frameVerdicts } from '../../src/engine/workers/frameVerdicts'
import { plainColors } from './numbersOf'

const runs: VerdictRun[] = [
  { first: 0, after: 2, verdict: 'silence' },
  { first: 2, after: 5, verdict: 'sound' },
  { first: 5, after: 6, verdict: 'hangOver' },
  { first: 6, after: 9, verdict: 'dropped' },
  { first: 9, after: 10, verdict: 'sound' },
]
const data = {
  verdicts: runs,
  levels: Float32Array.from({ length: 10 }, (_, frame) => -10 * frame),
  startSeconds: 1,
  hopSeconds: 0.01,
  frameSeconds: 0.03,
}
const picture = voiceActivityPicture(
  data,
  'adaptiveEnergy',
  { startSeconds: 1, endSeconds: 1.2 },
  { left: 0, right: 0 },
  plainColors,
)

describe('voice activity', () => {
  test('tells of each frame whether it is kept, and why', () => {
    expect(
      frameVerdicts({
        speech: [0, 0, 1, 1, 1, 1, 0, 0, 0, 1],
        withoutHangOver: [0, 0, 1, 1, 1, 0, 0, 0, 0, 1],
        variances: [0, 0, 1, 1, 1, 1, 1, 1, 1, 1],
      }),
    ).toEqual(runs)
  })

  test('says how much is kept, in how many stretches; hang-over belongs to its sound', () => {
    expect(verdictCounts(runs)).toEqual({ sound: 4, hangOver: 1, dropped: 3, silence: 2 })
    expect(keptStretches(runs)).toBe(2)
    expect(keptTitle(runs)).toBe('Voice activity keeps 5 of 10 frames (50 %) in 2 stretches')
    expect(keptTitle([{ first: 0, after: 3, verdict: 'sound' }])).toBe('Voice activity keeps all 3 frames')
    expect(keptTitle([{ first: 0, after: 3, verdict: 'silence' }])).toMatch(/digital silence/)
    expect(keptTitle([{ first: 0, after: 3, verdict: 'dropped' }])).toMatch(/noise floor/)
  })

  test('tells reason and level under the pointer, a frame being drawn where its middle is', () => {
    expect(picture.readout(1 + 0.015, 0)).toBe('dropped: digital silence · 0.0 dB')
    expect(picture.readout(1 + 0.015 + 0.07, 0)).toBe('dropped: near the noise floor · −70.0 dB')
    expect(picture.readout(1.5, 0)).toBeNull()
  })

  test('has its numbers as a table, one line a frame', () => {
    const lines = picture.csv().trim().split('\r\n')
    expect(lines[0]).toBe('seconds,kept,why,level_db')
    expect(lines).toHaveLength(11)
    expect(lines[6]).toMatch(/^1\.065\d*,1,kept: hang-over,-50$/)
  })
})
