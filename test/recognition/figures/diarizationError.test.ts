import { describe, expect, test } from 'vitest'
import { diarizationError, type SpokenStretch } from '../../../src/recognition/figures/diarizationError'

const says = (voice: string, startSeconds: number, endSeconds: number): SpokenStretch => {
  return { voice, startSeconds, endSeconds }
}

describe('the diarization error rate', () => {
  test('is 0 for the same stretches under other names', () => {
    const reference = [says('anna', 0, 4), says('ben', 4, 10)]
    const { rate, mapping } = diarizationError(reference, [says('2', 0, 4), says('1', 4, 10)], 0)
    expect(rate).toBe(0)
    expect([...mapping].sort()).toEqual([
      ['1', 'ben'],
      ['2', 'anna'],
    ])
  })

  test('counts missed speech, false alarms and confusion by hand', () => {
    const reference = [says('anna', 0, 10), says('ben', 12, 20)]
    const answer = [says('x', 1, 8), says('y', 8, 11), says('y', 13, 20)]
    const error = diarizationError(reference, answer, 0)
    // Missed: 0-1 and 12-13. False: 10-11. Confused: 8-10.
    expect(error).toMatchObject({
      scoredSeconds: 18,
      missedSeconds: 2,
      falseAlarmSeconds: 1,
      confusedSeconds: 2,
    })
    expect(error.rate).toBeCloseTo(5 / 18, 12)
  })

  test('leaves a collar around each border of the reference out', () => {
    const reference = [says('anna', 0, 10), says('ben', 12, 20)]
    const answer = [says('x', 0.2, 10.2), says('y', 12.6, 20)]
    const error = diarizationError(reference, answer, 0.25)
    // Scored are 0.25-9.75, 10.25-11.75 and 12.25-19.75; of the delay 0.35 s is left.
    expect(error.scoredSeconds).toBeCloseTo(17, 12)
    expect(error.missedSeconds).toBeCloseTo(0.35, 12)
    expect(error.falseAlarmSeconds).toBeCloseTo(0, 12)
    expect(error.rate).toBeCloseTo(0.35 / 17, 12)
  })

  test('scores each of two voices that speak at once', () => {
    const reference = [says('anna', 0, 10), says('ben', 5, 10)]
    const error = diarizationError(reference, [says('x', 0, 10)], 0)
    expect(error).toMatchObject({ scoredSeconds: 15, missedSeconds: 5, falseAlarmSeconds: 0, confusedSeconds: 0 })
  })

  test('maps voices so that least is confused, where taking the largest share first would not', () => {
    // x shares 5 with anna and 4 with ben, y shares 4 with anna and none with ben.
    const reference = [says('anna', 0, 9), says('ben', 9, 13)]
    const answer = [says('x', 0, 5), says('y', 5, 9), says('x', 9, 13)]
    const { confusedSeconds, mapping } = diarizationError(reference, answer, 0)
    expect(confusedSeconds).toBe(5)
    expect(mapping.get('x')).toBe('ben')
    expect(mapping.get('y')).toBe('anna')
  })

  test('counts a voice that is split in two as confused where it is not the larger part', () => {
    const error = diarizationError([says('anna', 0, 10)], [says('x', 0, 7), says('y', 7, 10)], 0)
    expect(error.confusedSeconds).toBe(3)
    expect(error.mapping.size).toBe(1)
  })

  test('is all missed where nothing was answered, and not a number where nothing was said', () => {
    expect(diarizationError([says('anna', 0, 2)], [], 0).rate).toBe(1)
    expect(diarizationError([], [says('x', 0, 2)], 0)).toMatchObject({ scoredSeconds: 0, falseAlarmSeconds: 2 })
    expect(diarizationError([], [], 0).rate).toBeNaN()
  })
})
