import type { Recipe } from './recipe'

/**
 * Triangular filters kept as the few weights that are not zero. Band b covers the bins from `firstBin[b]` on; its
 * weights stand in `weights` from `start[b]` to `start[b + 1]`.
 */
export interface MelFilterBank {
  readonly bands: number
  readonly firstBin: Uint32Array
  readonly start: Uint32Array
  readonly weights: Float64Array
}

type BankOptions = Pick<Recipe, 'filterBank' | 'melFilters' | 'lowestHz' | 'highestHz'>

/** One filter: the first bin it touches and its weights from there on. */
interface Filter {
  readonly firstBin: number
  readonly weights: readonly number[]
}

/** The filters of a recipe over the bins 0 .. fftLength / 2. `highestHz` 0, or beyond half the rate, is half the rate. */
export function melFilterBank(options: BankOptions, sampleRateHz: number, fftLength: number): MelFilterBank {
  const halfRate = sampleRateHz / 2
  const highestHz = options.highestHz > 0 ? Math.min(options.highestHz, halfRate) : halfRate
  const range: FilterRange = { lowestHz: options.lowestHz, highestHz, sampleRateHz, fftLength }
  const filters = filtersOf(options.filterBank, options.melFilters, range)
  const start = new Uint32Array(filters.length + 1)
  filters.forEach(({ weights }, band) => (start[band + 1] = start[band] + weights.length))
  return {
    bands: filters.length,
    firstBin: Uint32Array.from(filters, ({ firstBin }) => firstBin),
    start,
    weights: Float64Array.from(filters.flatMap(({ weights }) => weights)),
  }
}

/** Writes the sum of each band into `sums`: weights times spectrum. */
export function applyMelFilterBank(bank: MelFilterBank, spectrum: Float64Array, sums: Float64Array): void {
  const { bands, firstBin, start, weights } = bank
  for (let band = 0; band < bands; band++) {
    const end = start[band + 1]
    let sum = 0
    for (let at = start[band], bin = firstBin[band]; at < end; at++, bin++) sum += weights[at] * spectrum[bin]
    sums[band] = sum
  }
}

interface FilterRange {
  readonly lowestHz: number
  readonly highestHz: number
  readonly sampleRateHz: number
  readonly fftLength: number
}

function filtersOf(kind: Recipe['filterBank'], count: number, range: FilterRange): Filter[] {
  switch (kind) {
    case 'meyda':
      return meydaFilters(count, range)
    case 'slaney':
      return slaneyFilters(count, range)
    case 'kaldi':
      return melTriangles(count, range, { from: 0, to: range.fftLength / 2 - 1 })
    case 'htk':
      return htkFilters(count, range)
  }
}

/**
 * The filter bank of Meyda 5.6.3 (`createMelFilterBank` in its utilities): mel = 1125 ln(1 + f/700), corners floored
 * to whole bins, the Nyquist bin left out. Where two corners fall on the same bin the slope between them is empty, as
 * in Meyda; a band without any bin always measures zero. Meyda itself always begins at 0 Hz and ends at half the rate.
 */
function meydaFilters(count: number, { lowestHz, highestHz, sampleRateHz, fftLength }: FilterRange): Filter[] {
  const toMel = (hz: number): number => 1125 * Math.log(1 + hz / 700)
  const toHz = (mel: number): number => 700 * (Math.exp(mel / 1125) - 1)
  const lowest = toMel(lowestHz)
  const step = (toMel(highestHz) - lowest) / (count + 1)
  // Meyda rounds mel and frequency to float32 before it floors them to bins. The rounding decides which bin a corner
  // falls on, so it is repeated here.
  const corners = Array.from({ length: count + 2 }, (_, i) =>
    Math.floor(((fftLength + 1) * Math.fround(toHz(Math.fround(lowest + i * step)))) / sampleRateHz),
  )
  return Array.from({ length: count }, (_, band) => {
    const [left, center, right] = [corners[band], corners[band + 1], corners[band + 2]]
    const weights: number[] = []
    for (let bin = left; bin < center; bin++) weights.push((bin - left) / (center - left))
    for (let bin = center; bin < Math.min(right, fftLength / 2); bin++) weights.push((right - bin) / (right - center))
    return { firstBin: left, weights }
  })
}

/**
 * Triangles that are straight in mel = 1127 ln(1 + f/700), over the bins `from` .. `to`. Kaldi (`MelBanks` in
 * `mel-computations.cc`) leaves the Nyquist bin out.
 */
function melTriangles(
  count: number,
  { lowestHz, highestHz, sampleRateHz, fftLength }: FilterRange,
  { from, to }: { readonly from: number; readonly to: number },
): Filter[] {
  const toMel = (hz: number): number => 1127 * Math.log(1 + hz / 700)
  const lowest = toMel(lowestHz)
  const step = (toMel(highestHz) - lowest) / (count + 1)
  return Array.from({ length: count }, (_, band) =>
    filterOver(from, to, (bin) => {
      const place = (toMel((bin * sampleRateHz) / fftLength) - lowest) / step - band
      return place <= 1 ? place : 2 - place
    }),
  )
}

/**
 * HTK's triangles (`InitFBank` in `HSigP.c`): Kaldi's, with two peculiarities. The period of a sample counts in whole
 * units of 100 ns, so that 44.1 kHz is taken for 44.25 kHz; 8 and 16 kHz are exact. And where a limit is given, bins
 * beside it are left out that lie within it by less than a bin or so.
 */
function htkFilters(count: number, range: FilterRange): Filter[] {
  const { fftLength } = range
  const sampleRateHz = 1e7 / Math.floor(1e7 / range.sampleRateHz)
  const bins = fftLength / range.sampleRateHz
  const hasLimit = range.highestHz < range.sampleRateHz / 2
  return melTriangles(
    count,
    { ...range, sampleRateHz, highestHz: hasLimit ? range.highestHz : sampleRateHz / 2 },
    {
      from: range.lowestHz > 0 ? Math.max(1, Math.floor(range.lowestHz * bins + 1.5)) : 1,
      to: hasLimit ? Math.floor(range.highestHz * bins + 0.5) - 1 : fftLength / 2 - 1,
    },
  )
}

/**
 * librosa's default (`librosa.filters.mel`, Slaney's Auditory Toolbox): the mel scale is linear below 1 kHz and
 * logarithmic above, triangles are straight in hertz, and each is divided by half its width so that areas are equal.
 */
function slaneyFilters(count: number, { lowestHz, highestHz, sampleRateHz, fftLength }: FilterRange): Filter[] {
  const hzPerMel = 200 / 3
  const bendHz = 1000
  const bendMel = bendHz / hzPerMel
  const logStep = Math.log(6.4) / 27
  const toMel = (hz: number): number => (hz < bendHz ? hz / hzPerMel : bendMel + Math.log(hz / bendHz) / logStep)
  const toHz = (mel: number): number => (mel < bendMel ? mel * hzPerMel : bendHz * Math.exp(logStep * (mel - bendMel)))
  const lowest = toMel(lowestHz)
  const step = (toMel(highestHz) - lowest) / (count + 1)
  const corners = Array.from({ length: count + 2 }, (_, i) => toHz(lowest + i * step))
  return Array.from({ length: count }, (_, band) => {
    const [left, center, right] = [corners[band], corners[band + 1], corners[band + 2]]
    return filterOver(0, fftLength / 2, (bin) => {
      const hz = (bin * sampleRateHz) / fftLength
      return (2 / (right - left)) * Math.min((hz - left) / (center - left), (right - hz) / (right - center))
    })
  })
}

/** The bins `from` .. `to` at which `weightOf` is positive; they lie side by side. */
function filterOver(from: number, to: number, weightOf: (bin: number) => number): Filter {
  let firstBin = 0
  const weights: number[] = []
  for (let bin = from; bin <= to; bin++) {
    const weight = weightOf(bin)
    if (!(weight > 0)) continue
    if (weights.length === 0) firstBin = bin
    weights.push(weight)
  }
  return { firstBin, weights }
}
