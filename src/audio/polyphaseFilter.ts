import { plainKernel } from './kernel/resamplerKernel.wasm'

/** What Kaiser's formulas are asked for: the stop band then measures below -100 dB from its very edge on. */
const stopBandDb = 108

/** Beyond this many phases neighbors are interpolated, which errs by (pi / phases)^2 / 8 at most: -118 dB. */
const mostPhases = 1024

/** Taps come in multiples of what the kernel takes at a time. */
const tapsAtATime = 16
const pageBytes = 65_536

interface ResamplerKernel {
  readonly memory: WebAssembly.Memory
  resample(...addressesAndSizes: number[]): void
}

/** What a filter is made for, in units of the input's rate: `up` / `down` output samples for each, in lowest terms. */
export interface FilterDesign {
  readonly up: number
  readonly down: number
  readonly pass: number
  readonly stop: number
}

/**
 * The taps of a windowed-sinc filter for every phase, and the loop over them. It holds nothing of the sound, so one
 * filter serves any number of streams of one thread, in turn.
 */
export interface PolyphaseFilter {
  /** Taps on each side of an instant, in input samples. */
  readonly half: number
  /**
   * `count` output samples. The first stands `fraction` / `up` behind `samples[half - 1]`, each further one
   * `down` / `up` later; each takes `half` samples before and behind. The result is overwritten by the next call.
   */
  run(samples: Float32Array, fraction: number, count: number): Float32Array
}

let kernelModule: WebAssembly.Module | null = null
const filters = new Map<string, PolyphaseFilter>()
/** A table takes up to 2 MB, and no import has many rates. */
const mostFilters = 12

/** The filter of a design; those made before are kept: making one takes as long as filtering a second of sound. */
export function polyphaseFilter(design: FilterDesign): PolyphaseFilter {
  const key = JSON.stringify(design)
  const known = filters.get(key)
  if (known) return known
  const [oldest] = filters.keys()
  if (filters.size >= mostFilters && oldest !== undefined) filters.delete(oldest)
  const made = makeFilter(design)
  filters.set(key, made)
  return made
}

/** Kaiser window, its length from the width of the transition (Kaiser 1974: N = (A - 7.95) / (14.36 df)). */
function makeFilter({ up, down, pass, stop }: FilterDesign): PolyphaseFilter {
  const taps = (stopBandDb - 7.95) / (14.36 * (stop - pass))
  const half = (tapsAtATime / 2) * Math.max(1, Math.ceil(taps / tapsAtATime))
  const width = 2 * half
  const phases = Math.min(up, mostPhases)
  kernelModule ??= new WebAssembly.Module(Buffer.from(plainKernel, 'base64'))
  const kernel = new WebAssembly.Instance(kernelModule).exports as unknown as ResamplerKernel
  const { memory } = kernel
  const tableBytes = 4 * (phases + 1) * width
  const reserve = (bytes: number): void => {
    const missing = bytes - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes))
  }
  reserve(tableBytes)
  fillTable(new Float32Array(memory.buffer, 0, (phases + 1) * width), phases, half, pass + stop)
  return {
    half,
    run(samples, fraction, count) {
      const output = tableBytes + 16 * Math.ceil(samples.length / 4)
      reserve(output + 4 * count)
      new Float32Array(memory.buffer, tableBytes, samples.length).set(samples)
      kernel.resample(0, 4 * width, phases, up, down, tableBytes, fraction, output, count)
      return new Float32Array(memory.buffer, output, count)
    },
  }
}

/** Row p holds the taps for an instant p / phases after input sample half - 1. `cutoff` in units of Nyquist. */
function fillTable(table: Float32Array, phases: number, half: number, cutoff: number): void {
  const beta = 0.1102 * (stopBandDb - 8.7)
  const width = 2 * half
  const scale = 1 / bessel0(beta)
  for (let phase = 0; phase <= phases / 2; phase++) {
    const taps = Float64Array.from({ length: width }, (_, i) => {
      const distance = i - (half - 1) - phase / phases
      const edge = 1 - (distance / half) ** 2
      const window = edge > 0 ? bessel0(beta * Math.sqrt(edge)) * scale : 0
      const angle = Math.PI * cutoff * distance
      return window * (Math.abs(angle) < 1e-12 ? 1 : Math.sin(angle) / angle)
    })
    // Each phase passes a constant unchanged, else the phases in turn would modulate it.
    const sum = taps.reduce((total, tap) => total + tap, 0)
    for (let i = 0; i < width; i++) {
      const tap = taps[i] / sum
      table[phase * width + i] = tap
      // The rest of the way to the next sample is the same from its other side.
      table[(phases - phase) * width + (width - 1 - i)] = tap
    }
  }
}

/** The modified Bessel function of the first kind and order 0, by its series. */
function bessel0(x: number): number {
  let sum = 1
  let term = 1
  for (let k = 1; term > 1e-14 * sum; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}
