import type { AnalysisTables } from './analysisTables'
import { fastAnalyzer } from './fastAnalyzer'
import { frameStretch, type FrameAnalyzer, type FrameStretch } from './frameAnalyzer'
import { newFrameKernel, type FrameKernel } from './kernel/loadFrameKernel'
import { LevelHistogram } from './levelHistogram'

/** Resolution of the transform; bands are four of its bins, the width of the window's main lobe on one side. */
const widestBinHz = 50
const binsPerBand = 4

// Spectra are taken every 25 ms at first, then ever more seldom: short files are known well, hours cost little.
const firstHopSeconds = 0.025
const spectraPerHop = 16
const longestHopSeconds = 0.4

/** A band this far below the strongest one is empty, be it as lively as it may. */
const reachDb = 60
/** Nor is one occupied that is fainter than this and steady: rounding, dither, hiss above what a channel let pass. */
const steadyReachDb = 40
/** Steady noise spreads over 10 dB between the two shares in a band of this width; by chance one in many moves more. */
const leastMoveDb = 15

/**
 * The frequency below which a recording's energy lies, whatever its rate promises: sound that came over a telephone
 * stays below 4 kHz in a file of any rate.
 *
 * Power spectra (Blackman-Harris window of at least 20 ms) are summed in bands of four bins, and for each band the 10th
 * and the 95th percentile of its level over time are taken. A band is occupied where its loud level lies within 40 dB
 * of the strongest band's, or within 60 dB where it and the one below are no steady noise: they move by at least 15 dB
 * between quiet and loud. The bandwidth is the upper edge of the highest occupied band, so its resolution is a band:
 * 125 Hz at 16 kHz.
 */
export class BandwidthMeter {
  readonly #sampleRateHz: number
  readonly #analysis: Analysis
  /** Room for `spectraPerHop` windows, one behind the other; what two of them share stands in both. */
  readonly #windows: Float32Array
  readonly #histogram: LevelHistogram
  /** Whole windows that wait for their spectra. */
  #waiting = 0
  /** Samples of the window that is being filled. */
  #filled = 0
  /** Samples to pass over before the next window begins. */
  #ahead = 0
  #hop: number
  #weight = 1

  constructor(sampleRateHz: number) {
    this.#sampleRateHz = sampleRateHz
    const length = Math.max(16, 2 ** Math.ceil(Math.log2(sampleRateHz / widestBinHz)))
    this.#analysis = analysisOf(length)
    const { spare } = this.#analysis
    this.#analysis.spare = null
    this.#windows = spare?.windows ?? new Float32Array(spectraPerHop * length)
    this.#histogram = spare?.histogram ?? new LevelHistogram(length / 2 / binsPerBand)
    this.#hop = Math.max(1, Math.round(firstHopSeconds * sampleRateHz))
  }

  push(block: Float32Array): void {
    const { length } = this.#analysis
    for (let at = 0; at < block.length;) {
      const passed = Math.min(this.#ahead, block.length - at)
      this.#ahead -= passed
      at += passed
      const part = block.subarray(at, at + length - this.#filled)
      this.#windows.set(part, this.#waiting * length + this.#filled)
      this.#filled += part.length
      at += part.length
      if (this.#filled === length) this.#beginNext()
    }
  }

  /** Hertz; null for digital silence, and for what is shorter than a quarter of a window. Nothing may follow. */
  finish(): number | null {
    const found = this.#find()
    this.#histogram.clear()
    this.#analysis.spare = { windows: this.#windows, histogram: this.#histogram }
    return found
  }

  #find(): number | null {
    const { length } = this.#analysis
    if (this.#histogram.total + this.#waiting === 0 && this.#filled >= length / 4) {
      this.#windows.fill(0, this.#filled, length)
      this.#waiting = 1
    }
    this.#analyze()
    const histogram = this.#histogram
    const loud = new Float64Array(histogram.bandCount)
    let strongest = 0
    for (let band = 0; band < loud.length; band++) {
      loud[band] = histogram.loudLevel(band)
      if (loud[band] > strongest) strongest = loud[band]
    }
    if (strongest === 0) return null
    const moves = (band: number): boolean =>
      loud[band] > 0 && loud[band] >= strongest - reachDb && loud[band] - histogram.quietLevel(band) >= leastMoveDb
    const highest = loud.findLastIndex(
      (level, band) => level >= strongest - steadyReachDb || (moves(band) && (band === 0 || moves(band - 1))),
    )
    return ((highest + 1) * binsPerBand * this.#sampleRateHz) / length
  }

  /** The window is full: begins the next, with what the two share. */
  #beginNext(): void {
    const { length } = this.#analysis
    const end = ++this.#waiting * length
    const kept = Math.max(0, length - this.#hop)
    this.#filled = kept
    this.#ahead = Math.max(0, this.#hop - length)
    if (this.#waiting < spectraPerHop) {
      this.#windows.copyWithin(end, end - kept, end)
      return
    }
    this.#analyze()
    this.#windows.copyWithin(0, end - kept, end)
    if (2 * this.#hop <= longestHopSeconds * this.#sampleRateHz) {
      this.#hop *= 2
      this.#weight *= 2
    }
  }

  #analyze(): void {
    const { analyzer, starts, found } = this.#analysis
    analyzer.analyze(this.#windows, starts, this.#waiting, found)
    for (let i = 0; i < this.#waiting; i++) this.#histogram.add(found.logBands, i, this.#weight)
    this.#waiting = 0
  }
}

/** What a spectrum takes that does not depend on the recording. */
interface Analysis {
  readonly length: number
  readonly analyzer: FrameAnalyzer
  /** Of windows one behind the other. */
  readonly starts: Int32Array
  readonly found: FrameStretch
  /** What a meter that is done leaves to the next: clearing new memory takes longer than half a second of sound. */
  spare: { readonly windows: Float32Array; readonly histogram: LevelHistogram } | null
}

// Most files of an import have one rate; making the tables anew for each would cost as much as measuring a short one.
const analyses = new Map<number, Analysis>()
/** Apart from that of the features, which are made of the same recordings in turn. */
let kernel: FrameKernel | null | undefined

function analysisOf(length: number): Analysis {
  const known = analyses.get(length)
  if (known) return known
  const bands = length / 2 / binsPerBand
  if (kernel === undefined) kernel = newFrameKernel()
  const tables: AnalysisTables = {
    sampleRateHz: length * widestBinHz,
    frameLength: length,
    fftLength: length,
    sampleScale: 1,
    // An offset is no sound, and as strong as one it would hide what the lowest band holds.
    removesOffset: true,
    preEmphasis: 0,
    window: blackmanHarris(length),
    spectrum: 'power',
    bank: {
      bands,
      firstBin: Uint32Array.from({ length: bands }, (_, band) => band * binsPerBand),
      start: Uint32Array.from({ length: bands + 1 }, (_, band) => band * binsPerBand),
      weights: new Float64Array(bands * binsPerBand).fill(1),
    },
    logarithm: 'decibel',
    logFloor: 0,
    coefficients: 1,
    cosines: new Float64Array(bands),
  }
  const analyzer = fastAnalyzer(tables, kernel)
  const starts = Int32Array.from({ length: spectraPerHop }, (_, i) => i * length)
  const made: Analysis = { length, analyzer, starts, found: frameStretch(spectraPerHop, 1, bands), spare: null }
  analyses.set(length, made)
  return made
}

/** The four-term window of Harris (1978), side lobes at -92 dB, scaled so that white noise keeps its power. */
function blackmanHarris(length: number): Float64Array {
  const window = Float64Array.from({ length }, (_, n) => {
    const angle = (2 * Math.PI * (n + 0.5)) / length
    return 0.35875 - 0.48829 * Math.cos(angle) + 0.14128 * Math.cos(2 * angle) - 0.01168 * Math.cos(3 * angle)
  })
  const energy = window.reduce((sum, value) => sum + value * value, 0)
  return window.map((value) => value / Math.sqrt(energy))
}
