import type { Signal } from '../audio/signal'
import { framing } from './framing'
import { PreparedFrames } from './preparedFrames'
import { RealFft } from './realFft'
import { windowValues } from './window'

export interface SpectrogramOptions {
  readonly frameSeconds: number
  readonly hopSeconds: number
  /** Rows of frequency; the default is every bin of the transform. More than there are bins is cut to that. */
  readonly bins?: number
}

/** Where a band is empty. A full-scale sine stands near 0 dB. */
const floorDb = -120

/**
 * Levels over time and frequency for looking at: `rows` frames x `columns` frequency bands from 0 Hz to half the rate,
 * row-major, in decibels relative to a full-scale sine, never below -120. With fewer `bins` than the transform has,
 * each band shows the strongest of its share. Empty (0 rows) where the signal is shorter than a frame.
 */
export function spectrogram(
  signal: Signal,
  { frameSeconds, hopSeconds, bins }: SpectrogramOptions,
): { rows: number; columns: number; data: Float32Array } {
  const frames = framing({ frameSeconds, hopSeconds }, signal.sampleRateHz)
  const { frameLength, fftLength } = frames
  const window = windowValues('hann', frameLength)
  const plain = { sampleScale: 1, removesOffset: false, preEmphasis: 0 }
  const prepared = new PreparedFrames({ frameLength, fftLength, window, ...plain })
  const fft = new RealFft(fftLength)
  const power = new Float64Array(fftLength / 2)
  const rows = frames.countIn(signal.samples.length)
  const columns = Math.max(1, Math.min(Math.floor(bins ?? power.length), power.length))
  const data = new Float32Array(rows * columns)
  // A sine of amplitude 1 in the middle of a bin peaks at half the sum of the window.
  const fullScale = (frameLength / 4) ** 2
  for (let row = 0; row < rows; row++) {
    prepared.prepare(signal.samples, frames.startOf(row))
    fft.powerSpectrum(prepared.frame, power)
    for (let column = 0; column < columns; column++) {
      const from = Math.floor((column * power.length) / columns)
      const to = Math.floor(((column + 1) * power.length) / columns)
      let strongest = 0
      for (let bin = from; bin < to; bin++) strongest = Math.max(strongest, power[bin])
      data[row * columns + column] = Math.max(floorDb, 10 * Math.log10(strongest / fullScale))
    }
  }
  return { rows, columns, data }
}
