import type { AnalysisTables } from './analysisTables'
import type { FrameAnalyzer } from './frameAnalyzer'
import { heldMeyda, type MeydaSettings } from './heldMeyda'
import { PreparedFrames } from './preparedFrames'

/** Meyda's settings for frames of these tables. */
export function meydaSettings({ sampleRateHz, fftLength, bank, coefficients }: AnalysisTables): MeydaSettings {
  return { sampleRateHz, bufferSize: fftLength, melBands: bank.bands, coefficients }
}

/**
 * Cepstra by `Meyda.extract` itself on prepared frames: the definition that the fast way is held against, where the
 * recipe means Meyda's (`meansMeydasMfcc`).
 */
export function meydaAnalyzer(tables: AnalysisTables): FrameAnalyzer {
  const prepared = new PreparedFrames(tables)
  const settings = meydaSettings(tables)
  const { coefficients, melBands: filters } = settings
  return {
    analyze(samples, starts, count, found) {
      const meyda = heldMeyda(settings)
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
