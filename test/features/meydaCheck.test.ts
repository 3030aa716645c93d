import { describe, expect, test } from 'vitest'
import { relativeDifference, WatchedMfcc } from '../../src/features/meydaCheck'
import { meydaMfcc } from '../../src/features/meydaMfcc'
import { fastMfcc, type FrameToMfcc } from '../../src/features/mfcc'
import { randomFrame } from './randomFrame'

const shape = { sampleRateHz: 8000, fftLength: 256, melFilters: 26, coefficients: 13 }
const fast = fastMfcc(shape)
const frame = randomFrame(256, 4)

const measuredBy = (watched: WatchedMfcc | FrameToMfcc): Float64Array => {
  const mfcc = new Float64Array(13)
  if (watched instanceof WatchedMfcc) watched.compute(frame, mfcc)
  else watched(frame, mfcc)
  return mfcc
}

describe('the watch over the fast way', () => {
  test('lets it go on while it agrees', () => {
    const watched = new WatchedMfcc(shape)
    watched.vouch(frame)
    expect(watched.disagreement).toBeNull()
    expect(measuredBy(watched)).toEqual(measuredBy(fast))
  })

  test.each<[string, FrameToMfcc]>([
    ['differs by more than 1e-4 relative', (frame, mfcc) => (fast(frame, mfcc), (mfcc[0] *= 1.001), undefined)],
    ['is not a number', (_, mfcc) => void mfcc.fill(NaN)],
  ])('gives it up for Meyda where it %s', (_, faulty) => {
    const watched = new WatchedMfcc(shape, faulty)
    watched.vouch(frame)
    expect(watched.disagreement).not.toBeNull()
    expect(measuredBy(watched)).toEqual(measuredBy(meydaMfcc(shape)))
  })

  test('does not mind rounding', () => {
    const watched = new WatchedMfcc(shape, (frame, mfcc) => (fast(frame, mfcc), (mfcc[0] *= 1.00001), undefined))
    watched.vouch(frame)
    expect(watched.disagreement).toBeNull()
  })
})

test('a difference is relative to the largest coefficient', () => {
  expect(relativeDifference(Float64Array.of(100, 1), Float64Array.of(100, 2))).toBe(0.01)
  expect(relativeDifference(Float64Array.of(0, 0), Float64Array.of(0, 0.5))).toBe(0.5)
})
