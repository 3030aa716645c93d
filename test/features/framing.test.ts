import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { framing, middleSeconds } from '../../src/features/framing'
import { defaultRecipe } from '../../src/features/recipe'

describe('framing', () => {
  test('25/10 ms at 8 kHz are frames of 200 samples every 80, filled up to 256', () => {
    const { frameLength, fftLength, startOf } = framing(defaultRecipe, 8000)
    expect({ frameLength, fftLength, third: startOf(3) }).toEqual({ frameLength: 200, fftLength: 256, third: 240 })
  })

  test('the number of frames is 1 + floor((samples - frame) / hop)', () => {
    const { countIn } = framing(defaultRecipe, 16_000)
    for (const samples of [0, 399, 400, 559, 560, 561, 16_000, 123_456]) {
      expect(countIn(samples)).toBe(samples < 400 ? 0 : 1 + Math.floor((samples - 400) / 160))
    }
  })

  test('frame times do not drift where a hop is no whole number of samples', () => {
    const { startOf } = framing(defaultRecipe, 22_050)
    const hourOfFrames = 360_000
    expect(startOf(hourOfFrames)).toBe(3600 * 22_050)
  })

  test('the last frame counted ends within the samples and the next would not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200_000 }),
        fc.constantFrom(8000, 11_025, 22_050, 44_100),
        (samples, rate) => {
          const { startOf, countIn, frameLength } = framing(defaultRecipe, rate)
          const count = countIn(samples)
          if (count > 0) expect(startOf(count - 1) + frameLength).toBeLessThanOrEqual(samples)
          expect(startOf(count) + frameLength).toBeGreaterThan(samples)
        },
      ),
    )
  })

  test('a rate too low for the recipe is refused with the numbers', () => {
    expect(() => framing(defaultRecipe, 50)).toThrow('At 50 Hz a frame of 0.025 s holds 1 samples')
  })
})

test('the middle of a frame is half of it behind its hop, and on the hop where frames are centered', () => {
  expect(middleSeconds({ framing: 'whole', frameSeconds: 0.025 })).toBe(0.0125)
  expect(middleSeconds({ framing: 'centered', frameSeconds: 0.025 })).toBe(0)
})
