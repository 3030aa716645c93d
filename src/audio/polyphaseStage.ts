/** The stop band of every filter lies at least this far down. */
const stopBandDb = 96

/** Beyond this many phases neighbors are interpolated: 512 keep that error below -100 dB. */
const mostPhases = 512

/**
 * One windowed-sinc filter that changes the rate by a whole-number ratio: `up` / `down` = toHz / fromHz, reduced.
 * Kaiser window, its length from the width of the transition (Kaiser 1974: N = (A - 7.95) / (14.36 df)).
 */
export class PolyphaseStage {
  private readonly up: number
  private readonly down: number
  /** Taps on each side of the instant, in input samples. */
  private readonly half: number
  private readonly phaseCount: number
  /** (phaseCount + 1) rows of 2 * half taps; the last row is the next sample's first, for interpolation. */
  private readonly table: Float32Array
  private readonly row: Float32Array
  private history: Float32Array
  /** Input index of history[0]; the silence before the recording has negative indices. */
  private historyStart: number
  private historyLength: number
  private inputCount = 0
  /** The next output sample stands at input index `whole` + `fraction` / up. */
  private whole = 0
  private fraction = 0

  constructor(fromHz: number, toHz: number, passHz: number, stopHz: number) {
    const divisor = greatestCommonDivisor(fromHz, toHz)
    this.up = toHz / divisor
    this.down = fromHz / divisor
    const transition = (stopHz - passHz) / fromHz
    // Even, so that the taps come in fours.
    this.half = 2 * Math.ceil(Math.max(1, (stopBandDb - 7.95) / (14.36 * transition) / 4))
    this.phaseCount = Math.min(this.up, mostPhases)
    this.table = sincTable(this.phaseCount, this.half, (passHz + stopHz) / fromHz)
    this.row = new Float32Array(2 * this.half)
    this.historyStart = 1 - this.half
    this.historyLength = this.half - 1
    this.history = new Float32Array(8192 + 4 * this.half)
  }

  push(samples: Float32Array): Float32Array {
    this.append(samples)
    this.inputCount += samples.length
    return this.run(Infinity)
  }

  finish(): Float32Array {
    const end = this.inputCount
    this.append(new Float32Array(this.half + 1))
    return this.run(end)
  }

  private append(samples: Float32Array): void {
    const needed = this.historyLength + samples.length
    if (needed > this.history.length) {
      const larger = new Float32Array(needed + 4 * this.half)
      larger.set(this.history.subarray(0, this.historyLength))
      this.history = larger
    }
    this.history.set(samples, this.historyLength)
    this.historyLength = needed
  }

  /** Every output sample that stands before input index `end` and whose taps are all known. */
  private run(end: number): Float32Array {
    const { up, down, half, history } = this
    const width = 2 * half
    const stepWhole = Math.floor(down / up)
    const stepFraction = down % up
    const known = this.historyStart + this.historyLength
    const lastWhole = Math.min(known - half - 1, end - 1)
    const most = Math.max(0, Math.ceil(((lastWhole + 1 - this.whole) * up - this.fraction) / down))
    const output = new Float32Array(most)
    for (let n = 0; n < most; n++) {
      const taps = this.phaseTaps()
      const tapsAt = taps === this.table ? this.fraction * width : 0
      const from = this.whole - half + 1 - this.historyStart
      output[n] = weighted(taps, tapsAt, history, from, width)
      this.whole += stepWhole
      this.fraction += stepFraction
      if (this.fraction >= up) {
        this.fraction -= up
        this.whole++
      }
    }
    const done = Math.min(this.whole - half + 1 - this.historyStart, this.historyLength)
    if (done > 0) {
      history.copyWithin(0, done, this.historyLength)
      this.historyStart += done
      this.historyLength -= done
    }
    return output
  }

  /** The whole table where each phase has a row of its own, else one row interpolated between two. */
  private phaseTaps(): Float32Array {
    if (this.phaseCount === this.up) return this.table
    const width = 2 * this.half
    const place = (this.fraction * this.phaseCount) / this.up
    const lower = Math.floor(place)
    const share = place - lower
    const at = lower * width
    for (let i = 0; i < width; i++) {
      const tap = this.table[at + i]
      this.row[i] = tap + share * (this.table[at + width + i] - tap)
    }
    return this.row
  }
}

/** The sum of products, in four parts that the processor can work on at once. `width` is a multiple of 4. */
function weighted(taps: Float32Array, tapsAt: number, samples: Float32Array, from: number, width: number): number {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  for (let i = 0; i < width; i += 4) {
    a += taps[tapsAt + i] * samples[from + i]
    b += taps[tapsAt + i + 1] * samples[from + i + 1]
    c += taps[tapsAt + i + 2] * samples[from + i + 2]
    d += taps[tapsAt + i + 3] * samples[from + i + 3]
  }
  return a + b + (c + d)
}

/** Row p holds the taps for an instant p / phaseCount after input sample half - 1. `cutoff` in units of Nyquist. */
function sincTable(phaseCount: number, half: number, cutoff: number): Float32Array {
  const beta = 0.1102 * (stopBandDb - 8.7)
  const width = 2 * half
  const table = new Float32Array((phaseCount + 1) * width)
  const scale = 1 / bessel0(beta)
  for (let phase = 0; phase <= phaseCount; phase++) {
    const taps = Float64Array.from({ length: width }, (_, i) => {
      const distance = i - (half - 1) - phase / phaseCount
      const edge = 1 - (distance / half) ** 2
      const window = edge > 0 ? bessel0(beta * Math.sqrt(edge)) * scale : 0
      const angle = Math.PI * cutoff * distance
      return window * (Math.abs(angle) < 1e-12 ? 1 : Math.sin(angle) / angle)
    })
    // Each phase passes a constant unchanged, else the phases in turn would modulate it.
    const sum = taps.reduce((total, tap) => total + tap, 0)
    for (let i = 0; i < width; i++) table[phase * width + i] = taps[i] / sum
  }
  return table
}

function bessel0(x: number): number {
  let sum = 1
  let term = 1
  for (let k = 1; term > 1e-14 * sum; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
