import { polyphaseFilter, type PolyphaseFilter } from './polyphaseFilter'

/** Longer pushes are taken in parts, so that the kernel works within the processor's cache. */
const partSamples = 16_384

/**
 * One filter that changes the rate of a stream by a whole-number ratio: `up` / `down` = toHz / fromHz, reduced. What
 * stands where is counted in whole numbers, so that nothing drifts however long the stream is.
 */
export class PolyphaseStage {
  readonly #up: number
  readonly #down: number
  readonly #filter: PolyphaseFilter
  /** The input that is still needed, `#length` samples of it. */
  readonly #history: Float32Array
  #length: number
  /** Input index of history[0]; the silence before the recording has negative indices. */
  #start: number
  #inputCount = 0
  /** The next output sample stands at input index `#whole` + `#fraction` / up. */
  #whole = 0
  #fraction = 0

  /** Passes what lies below `passHz` and takes away what lies above `stopHz`; rates are whole hertz. */
  constructor(fromHz: number, toHz: number, passHz: number, stopHz: number) {
    const divisor = greatestCommonDivisor(fromHz, toHz)
    this.#up = toHz / divisor
    this.#down = fromHz / divisor
    this.#filter = polyphaseFilter({ up: this.#up, down: this.#down, pass: passHz / fromHz, stop: stopHz / fromHz })
    const { half } = this.#filter
    this.#start = 1 - half
    this.#length = half - 1
    this.#history = new Float32Array(partSamples + 2 * half + Math.ceil(this.#down / this.#up))
  }

  /** What can be said once `samples` are known; it lags the input by half a filter. */
  push(samples: Float32Array): Float32Array {
    this.#inputCount += samples.length
    return this.#take(samples, Infinity)
  }

  /** The rest, as if silence followed. */
  finish(): Float32Array {
    return this.#take(new Float32Array(this.#filter.half + 1), this.#inputCount)
  }

  /** The output that becomes known with `samples` and stands before input index `end`. */
  #take(samples: Float32Array, end: number): Float32Array {
    const outputs: Float32Array[] = []
    for (let at = 0; at < samples.length; at += partSamples) {
      const part = samples.subarray(at, at + partSamples)
      this.#history.set(part, this.#length)
      this.#length += part.length
      outputs.push(this.#run(end))
    }
    return outputs.length === 1 ? outputs[0] : joined(outputs)
  }

  /** Every output sample that stands before input index `end` and whose taps are all known. */
  #run(end: number): Float32Array {
    const { half } = this.#filter
    const last = Math.min(this.#start + this.#length - half - 1, end - 1)
    const count = Math.max(0, Math.ceil(((last + 1 - this.#whole) * this.#up - this.#fraction) / this.#down))
    const from = this.#whole - half + 1 - this.#start
    const output =
      count === 0
        ? new Float32Array(0)
        : this.#filter.run(this.#history.subarray(from, this.#length), this.#fraction, count).slice()
    const moved = this.#fraction + count * this.#down
    this.#whole += Math.floor(moved / this.#up)
    this.#fraction = moved % this.#up
    const done = Math.min(this.#whole - half + 1 - this.#start, this.#length)
    if (done > 0) {
      this.#history.copyWithin(0, done, this.#length)
      this.#start += done
      this.#length -= done
    }
    return output
  }
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((total, part) => total + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
