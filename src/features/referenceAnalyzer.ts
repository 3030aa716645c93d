import type { AnalysisTables } from './analysisTables'
import type { FrameAnalyzer } from './frameAnalyzer'
import { applyMelFilterBank } from './melFilterBank'
import { PreparedFrames } from './preparedFrames'
import { RealFft } from './realFft'

/** The analysis in plain TypeScript: what the kernel is held against, and what takes over where it fails. */
export function referenceAnalyzer(tables: AnalysisTables): FrameAnalyzer {
  const { fftLength, bank, coefficients, cosines, spectrum, logarithm, logFloor } = tables
  const prepared = new PreparedFrames(tables)
  const fft = new RealFft(fftLength)
  const power = new Float64Array(fftLength / 2 + 1)
  const bands = new Float64Array(bank.bands)
  const take = logarithmOf(logarithm, logFloor)
  return {
    analyze(samples, starts, count, found) {
      for (let i = 0; i < count; i++) {
        const { energy, variance, silent } = prepared.prepare(samples, starts[i])
        found.energies[i] = energy
        found.variances[i] = silent ? 0 : variance
        fft.powerSpectrum(prepared.frame, power)
        if (spectrum === 'magnitude') for (let bin = 0; bin < power.length; bin++) power[bin] = Math.sqrt(power[bin])
        applyMelFilterBank(bank, power, bands)
        for (let band = 0; band < bands.length; band++) bands[band] = take(bands[band])
        found.logBands.set(bands, i * bands.length)
        for (let coefficient = 0, at = 0; coefficient < coefficients; coefficient++) {
          let sum = 0
          for (let band = 0; band < bands.length; band++, at++) sum += cosines[at] * bands[band]
          found.cepstra[i * coefficients + coefficient] = sum
        }
      }
    },
  }
}

function logarithmOf(kind: AnalysisTables['logarithm'], floor: number): (value: number) => number {
  switch (kind) {
    case 'lnOnePlus':
      return (value) => Math.log(value + 1)
    case 'ln':
      return (value) => Math.log(Math.max(value, floor))
    case 'decibel':
      return (value) => 10 * Math.log10(Math.max(value, floor))
  }
}
