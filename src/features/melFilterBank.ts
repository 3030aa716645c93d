/**
 * Triangular filters, evenly spaced in mel from 0 Hz to half the sample rate, kept as the few weights that are not
 * zero. Band b covers the bins `firstBin[b]` up to (not including) `firstBin[b] + length`, where its weights stand in
 * `weights` from `start[b]` to `start[b + 1]`.
 */
export interface MelFilterBank {
  readonly bands: number
  readonly firstBin: Uint32Array
  readonly start: Uint32Array
  readonly weights: Float64Array
}

/**
 * The filter bank of Meyda 5.6.3 (`createMelFilterBank` in its utilities): mel = 1125 ln(1 + f/700), corners floored
 * to whole bins, the Nyquist bin left out. Where two corners fall on the same bin the slope between them is empty, as
 * in Meyda; a band without any bin always measures zero.
 */
export function melFilterBank(bands: number, sampleRateHz: number, fftLength: number): MelFilterBank {
  // Meyda rounds mel and frequency to float32 before it floors them to bins. The rounding decides which bin a corner
  // falls on, so it is repeated here.
  const melStep = frequencyToMel(sampleRateHz / 2) / (bands + 1)
  const corners = Array.from({ length: bands + 2 }, (_, i) => {
    const mel = Math.fround(i * melStep)
    return Math.floor(((fftLength + 1) * Math.fround(melToFrequency(mel))) / sampleRateHz)
  })
  const firstBin = new Uint32Array(bands)
  const start = new Uint32Array(bands + 1)
  const weights: number[] = []
  for (let band = 0; band < bands; band++) {
    const [left, center, right] = [corners[band], corners[band + 1], corners[band + 2]]
    firstBin[band] = left
    for (let bin = left; bin < center; bin++) weights.push((bin - left) / (center - left))
    for (let bin = center; bin < Math.min(right, fftLength / 2); bin++) weights.push((right - bin) / (right - center))
    start[band + 1] = weights.length
  }
  return { bands, firstBin, start, weights: Float64Array.from(weights) }
}

/** Writes the energy of each band into `energies`: the weighted sum of the power spectrum. */
export function applyMelFilterBank(bank: MelFilterBank, power: Float64Array, energies: Float64Array): void {
  const { bands, firstBin, start, weights } = bank
  for (let band = 0; band < bands; band++) {
    const end = start[band + 1]
    let energy = 0
    for (let at = start[band], bin = firstBin[band]; at < end; at++, bin++) energy += weights[at] * power[bin]
    energies[band] = energy
  }
}

function frequencyToMel(frequencyHz: number): number {
  return 1125 * Math.log(1 + frequencyHz / 700)
}

function melToFrequency(mel: number): number {
  return 700 * (Math.exp(mel / 1125) - 1)
}
