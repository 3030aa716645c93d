import Meyda from 'meyda'
import type { AnalysisTables } from './analysisTables'
import type { FrameAnalyzer } from './frameAnalyzer'
import { PreparedFrames } from './preparedFrames'

// Meyda keeps its settings and its mel filter bank in the one object that the module exports, and makes a new bank
// only when the number of filters changes. Whose settings it holds is remembered here, and the bank is dropped when
// they change: otherwise another sample rate would be measured with the old bank, and a longer frame would give NaN.
const meyda: typeof Meyda & { melFilterBank?: unknown } = Meyda
let held: AnalysisTables | null = null

function hold(tables: AnalysisTables): void {
  if (held === tables) return
  held = tables
  meyda.sampleRate = tables.sampleRateHz
  meyda.bufferSize = tables.fftLength
  meyda.melBands = tables.bank.bands
  meyda.numberOfMFCCCoefficients = tables.coefficients
  meyda.windowingFunction = 'rect'
  delete meyda.melFilterBank
}

/**
 * Cepstra by `Meyda.extract` itself on prepared frames: the definition that the fast way is held against, where the
 * recipe means Meyda's (`meansMeydasMfcc`).
 */
export function meydaAnalyzer(tables: AnalysisTables): FrameAnalyzer {
  const prepared = new PreparedFrames(tables)
  const { coefficients } = tables
  const filters = tables.bank.bands
  return {
    analyze(samples, starts, count, found) {
      hold(tables)
      for (let i = 0; i < count; i++) {
        const { energy, variance, silent } = prepared.prepare(samples, starts[i])
        found.energies[i] = energy
        found.variances[i] = silent ? 0 : variance
        const features: unknown = meyda.extract(['mfcc', 'melBands'], prepared.frame)
        const { mfcc, melBands } = features as { mfcc: number[]; melBands: number[] }
        if (!Array.isArray(mfcc) || !Array.isArray(melBands)) throw new TypeError('Meyda returned no coefficients.')
        for (let k = 0; k < coefficients; k++) found.cepstra[i * coefficients + k] = mfcc[k]
        for (let band = 0; band < filters; band++) found.logBands[i * filters + band] = melBands[band]
      }
    },
  }
}
