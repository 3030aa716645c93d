import { describe, expect, test } from 'vitest'
import { voiceActivity } from '../../src/features/voiceActivity'
import { noise } from './randomFrame'

/** Mean squares of frames at so many decibels, each trembling by a decibel to either side as real frames do. */
function frames(...parts: [count: number, levelDb: number][]): Float64Array {
  const levels = parts.flatMap(([count, levelDb]) => new Array<number>(count).fill(levelDb))
  const tremble = noise(levels.length, 5, 1)
  return Float64Array.from(levels, (levelDb, i) => (levelDb === -Infinity ? 0 : 10 ** ((levelDb + tremble[i]) / 10)))
}

const rule = { hopSeconds: 0.01, hangOverSeconds: 0.05 }

const share = (kept: Uint8Array): number => kept.reduce((sum, value) => sum + value, 0) / kept.length

describe('adaptive voice activity', () => {
  test('keeps the words and drops the pauses, but for the hang-over', () => {
    const kept = voiceActivity(frames([50, -60], [30, -20], [50, -60], [30, -25], [50, -60]), rule)
    const expected = [...new Array(50).fill(0), ...new Array(35).fill(1), ...new Array(45).fill(0)]
    expect([...kept]).toEqual([...expected, ...new Array(35).fill(1), ...new Array(45).fill(0)])
  })

  test('keeps a dip of less than 0.15 s, such as the closure of a stop, and drops a longer one', () => {
    const dropped = (dip: number): number =>
      voiceActivity(frames([60, -60], [30, -20], [dip, -60], [30, -20]), { ...rule, hangOverSeconds: 0 })
        .subarray(60)
        .filter((kept) => kept === 0).length
    expect(dropped(14)).toBe(0)
    expect(dropped(15)).toBe(15)
  })

  test('does not change with the volume', () => {
    const loud = frames([50, -55], [20, -15], [30, -30], [40, -54])
    for (const gain of [1e-6, 0.0625, 40]) {
      const atGain = loud.map((value) => value * gain)
      expect(voiceActivity(atGain, rule)).toEqual(voiceActivity(loud, rule))
    }
  })

  test('adapts to a noisy room: speech 18 dB above the noise is found as well', () => {
    const kept = voiceActivity(frames([200, -38], [100, -20], [200, -38]), { ...rule, hangOverSeconds: 0 })
    expect([...kept.subarray(200, 300)]).toEqual(new Array(100).fill(1))
    expect(share(kept)).toBe(100 / 500)
  })

  test('keeps all of a recording that is all speech', () => {
    expect(share(voiceActivity(frames([10, -25], [20, -20], [10, -28], [15, -22]), rule))).toBe(1)
  })

  test('keeps a constant tone and steady noise', () => {
    expect(share(voiceActivity(new Float64Array(300).fill(0.02), rule))).toBe(1)
    expect(share(voiceActivity(frames([3000, -50]), rule))).toBe(1)
  })

  test('always drops digital silence, also within the hang-over, and does not take it for the noise floor', () => {
    const kept = voiceActivity(frames([100, -Infinity], [40, -20], [3, -Infinity], [40, -24], [100, -Infinity]), rule)
    const word = new Array(40).fill(1)
    const silence = new Array(100).fill(0)
    expect([...kept]).toEqual([...silence, ...word, 0, 0, 0, ...word, ...silence])
  })

  test('keeps nothing of pure silence', () => {
    expect(share(voiceActivity(new Float64Array(20), rule))).toBe(0)
  })

  test('keeps a single frame that is not silent', () => {
    expect([...voiceActivity(Float64Array.of(0.1), rule)]).toEqual([1])
  })
})
