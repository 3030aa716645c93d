import type { AnalysisTables } from './analysisTables'

/** Speech is least like noise between these, and every telephone lets them pass. */
const lowestHz = 300
const highestHz = 4000
const fewestBands = 4
/** A filter this far below the mean of all counts as that far: a hole that a codec left must not outweigh the rest. */
const deepest = 1e-6

/**
 * Tells how flat the spectrum of a frame is, by the logarithms of its filters: the geometric over the arithmetic mean of
 * the power in the filters (Johnston 1988, IEEE J. Sel. Areas Commun. 6(2), eq. 3), in decibels: 0 is perfectly flat, white
 * noise lies about 0.6 below, and vowels 3 to 13. What a filter holds is divided by its area, so that wide and narrow
 * ones measure alike. Filters within 300 .. 4000 Hz count, or all where fewer than four lie there. Volume changes nothing.
 *
 * The logarithms of a frame begin at `from` in `logBands`. A frame without any power is taken for flat.
 */
export function flatnessMeter({
  bank,
  sampleRateHz,
  fftLength,
  logarithm,
  spectrum,
}: AnalysisTables): (logBands: Float32Array, from: number) => number {
  const sum = (band: number): number => bank.weights.subarray(bank.start[band], bank.start[band + 1]).reduce(add, 0)
  const areas = Float64Array.from({ length: bank.bands }, (_, band) => sum(band))
  const hzOf = (bin: number): number => (bin * sampleRateHz) / fftLength
  const measured = [...areas.keys()].filter((band) => areas[band] > 0)
  const within = measured.filter((band) => {
    const lastBin = bank.firstBin[band] + bank.start[band + 1] - bank.start[band] - 1
    return hzOf(bank.firstBin[band]) >= lowestHz && hzOf(lastBin) <= highestHz
  })
  const bands = within.length >= fewestBands ? within : measured
  const undo = undoOf(logarithm)
  const power = spectrum === 'power' ? (value: number) => value : (value: number) => value * value
  const powers = new Float64Array(bands.length)
  return (logBands, from) => {
    for (let i = 0; i < bands.length; i++) powers[i] = power(undo(logBands[from + bands[i]]) / areas[bands[i]])
    const mean = powers.reduce(add, 0) / powers.length
    if (!(mean > 0)) return 0
    let logarithms = 0
    for (let i = 0; i < powers.length; i++) logarithms += Math.log10(Math.max(powers[i] / mean, deepest))
    return (10 * logarithms) / powers.length
  }
}

const add = (a: number, b: number): number => a + b

function undoOf(logarithm: AnalysisTables['logarithm']): (value: number) => number {
  switch (logarithm) {
    case 'lnOnePlus':
      return Math.expm1
    case 'ln':
      return Math.exp
    case 'decibel':
      return (value) => 10 ** (value / 10)
  }
}
