import { CepstraError } from '../cepstraError'

/** @throws CepstraError `MODEL_MISMATCH` when frames have other dimensions than the mixture that is to be used on them. */
export function checkDimensions(
  mixture: { readonly dimensions: number },
  frames: { readonly dimensions: number },
): void {
  if (mixture.dimensions === frames.dimensions) return
  throw new CepstraError(
    'MODEL_MISMATCH',
    `The mixture models ${mixture.dimensions} dimensions, but the frames have ${frames.dimensions}. ` +
      'Extract the recording with the recipe that the mixture was trained on.',
  )
}
