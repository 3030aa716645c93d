import { describe, expect, test } from 'vitest'
import { spectrogram } from '../../src/features/spectrogram'

const sampleRateHz = 8000
const tone = (frequencyHz: number, amplitude: number): Float32Array =>
  Float32Array.from(
    { length: sampleRateHz },
    (_, i) => amplitude * Math.sin((2 * Math.PI * frequencyHz * i) / sampleRateHz),
  )

describe('the spectrogram', () => {
  test('of a full-scale tone peaks near 0 dB at its frequency', () => {
    const { rows, columns, data } = spectrogram(
      { samples: tone(1000, 1), sampleRateHz },
      { frameSeconds: 0.032, hopSeconds: 0.01 },
    )
    expect({ rows, columns }).toEqual({ rows: 97, columns: 128 })
    const row = [...data.subarray(50 * columns, 51 * columns)]
    const loudest = Math.max(...row)
    expect(row.indexOf(loudest) * (4000 / 128)).toBe(1000)
    expect(loudest).toBeGreaterThan(-1)
    expect(loudest).toBeLessThan(1)
  })

  test('drops by 20 dB with a tenth of the amplitude', () => {
    const options = { frameSeconds: 0.032, hopSeconds: 0.01 }
    const loud = Math.max(...spectrogram({ samples: tone(500, 1), sampleRateHz }, options).data)
    const soft = Math.max(...spectrogram({ samples: tone(500, 0.1), sampleRateHz }, options).data)
    expect(loud - soft).toBeCloseTo(20, 2)
  })

  test('gathers bins into fewer bands by their strongest', () => {
    const { columns, data } = spectrogram(
      { samples: tone(1000, 1), sampleRateHz },
      { frameSeconds: 0.032, hopSeconds: 0.01, bins: 16 },
    )
    const row = [...data.subarray(0, columns)]
    expect(columns).toBe(16)
    expect(row.indexOf(Math.max(...row))).toBe(4)
  })

  test('of silence stands at the floor, and of less than a frame is empty', () => {
    const options = { frameSeconds: 0.025, hopSeconds: 0.01 }
    const silence = spectrogram({ samples: new Float32Array(1000), sampleRateHz }, options)
    expect(new Set(silence.data)).toEqual(new Set([-120]))
    expect(spectrogram({ samples: new Float32Array(10), sampleRateHz }, options).rows).toBe(0)
  })
})
