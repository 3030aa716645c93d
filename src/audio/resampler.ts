import { PolyphaseStage } from './polyphaseStage'

/**
 * Up to this share of the lower Nyquist frequency everything passes within 0.001 dB; from the Nyquist frequency on
 * nothing is left above -100 dB.
 */
const passShare = 0.9

/**
 * Turns a stream of samples to another rate. Output sample n stands at time n / toHz of the input, with no delay and
 * no drift, and does not depend on how the input was cut into blocks. There are ceil(inputCount * toHz / fromHz)
 * output samples. Rates are whole hertz. High rates are first halved by short filters that protect only what the last
 * filter keeps, which makes 384 kHz to 16 kHz ten times cheaper than one long filter.
 */
export class Resampler {
  private readonly stages: PolyphaseStage[] = []
  private readonly fromHz: number
  private readonly toHz: number
  private inputCount = 0
  private outputCount = 0

  constructor(fromHz: number, toHz: number) {
    this.fromHz = fromHz
    this.toHz = toHz
    const stopHz = Math.min(fromHz, toHz) / 2
    const passHz = passShare * stopHz
    let rateHz = fromHz
    while (rateHz % 2 === 0 && rateHz / 2 > toHz) {
      // What the halving folds down lands above stopHz, where a later filter removes it.
      this.stages.push(new PolyphaseStage(rateHz, rateHz / 2, passHz, rateHz / 2 - stopHz))
      rateHz /= 2
    }
    if (rateHz !== toHz) this.stages.push(new PolyphaseStage(rateHz, toHz, passHz, stopHz))
  }

  /** What can be said once `samples` are known; it lags the input by half a filter. */
  push(samples: Float32Array): Float32Array {
    this.inputCount += samples.length
    let flowing = samples
    for (const stage of this.stages) flowing = stage.push(flowing)
    this.outputCount += flowing.length
    return flowing
  }

  /** The rest, as if silence followed. */
  finish(): Float32Array {
    const parts: Float32Array[] = []
    this.stages.forEach((stage, index) => {
      let flowing = stage.finish()
      for (const later of this.stages.slice(index + 1)) flowing = later.push(flowing)
      parts.push(flowing)
    })
    const due = Math.ceil((this.inputCount * this.toHz) / this.fromHz) - this.outputCount
    const rest = new Float32Array(Math.max(0, due))
    let at = 0
    for (const part of parts) {
      // Each stage rounds its length up, so a chain of them may offer a sample beyond the end.
      const kept = part.subarray(0, rest.length - at)
      rest.set(kept, at)
      at += kept.length
    }
    this.outputCount += rest.length
    return rest
  }
}
