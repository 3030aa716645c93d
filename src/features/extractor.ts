import { CepstraError } from '../cepstraError'
import { analysisTables, meansMeydasMfcc } from './analysisTables'
import { cepstrumNames, columnNames } from './columnNames'
import { addDeltas } from './deltas'
import type { FeatureMatrix } from './featureMatrix'
import { frameStretch, type FrameStretch } from './frameAnalyzer'
import { framing, type Framing } from './framing'
import { meydaAnalyzer } from './meydaAnalyzer'
import { normalize } from './normalize'
import type { Recipe } from './recipe'
import { referenceAnalyzer } from './referenceAnalyzer'
import { checkRecipe } from './validateRecipe'
import { keepSound, voiceActivity } from './voiceActivity'
import { WatchedAnalyzer } from './watchedAnalyzer'

/** Frames computed at a time, and vouched for by one comparison with a slower way. */
const stretchFrames = 512

/** No recorder writes samples beyond this; what does is damage, and would overflow the spectrum. */
const largestSample = 1e6

/** The frames of one stretch: `count` rows of base columns, and each frame's mean square about its own mean. */
interface Stretch {
  readonly count: number
  readonly base: Float32Array
  readonly variances: Float64Array
}

/**
 * Turns one recording into its feature matrix, block by block. Push mono samples at `sampleRateHz` in blocks of any
 * size, then call `finish` once. The result does not depend on the sizes of the blocks, and apart from the matrix
 * itself only some seconds of samples are held.
 *
 * Throws RECIPE_INVALID from the constructor and AUDIO_TOO_SHORT from `finish`. Samples that are not finite numbers,
 * or are beyond any sense, count as zero and are told in `warnings`; no feature is ever NaN.
 */
export class FeatureExtractor {
  readonly #recipe: Recipe
  readonly #sampleRateHz: number
  readonly #framing: Framing
  readonly #analyzer: WatchedAnalyzer
  readonly #found: FrameStretch
  readonly #starts = new Int32Array(stretchFrames)
  readonly #baseColumns: number
  readonly #stretches: Stretch[] = []
  /** Samples not yet used up; `#held[0]` is sample number `#heldFrom` of the recording, the silence before it counted. */
  #held: Float32Array
  #heldFrom: number
  #heldCount: number
  #frameCount = 0
  #sampleCount = 0
  #unusableSamples = 0

  constructor(recipe: Recipe, sampleRateHz: number) {
    checkRecipe(recipe)
    this.#recipe = recipe
    this.#sampleRateHz = sampleRateHz
    this.#framing = framing(recipe, sampleRateHz)
    const tables = analysisTables(recipe, this.#framing, sampleRateHz)
    const reference = referenceAnalyzer(tables)
    this.#analyzer = new WatchedAnalyzer(
      tables,
      reference,
      meansMeydasMfcc(recipe) ? meydaAnalyzer(tables) : referenceAnalyzer(tables),
    )
    this.#found = frameStretch(stretchFrames, recipe.coefficients, recipe.melFilters)
    this.#baseColumns = cepstrumNames(recipe).length
    const { padding, frameLength, startOf } = this.#framing
    this.#held = new Float32Array(startOf(stretchFrames) + padding + frameLength + 1)
    this.#heldFrom = -padding
    this.#heldCount = padding
  }

  /** What should be told about the recording, in sentences. Complete once `finish` has returned. */
  get warnings(): readonly string[] {
    const warnings: string[] = []
    if (this.#unusableSamples > 0) {
      warnings.push(
        `${this.#unusableSamples} of ${this.#sampleCount} samples are not usable numbers and were read as silence.`,
      )
    }
    if (this.#analyzer.disagreement !== null) {
      warnings.push(
        `The fast computation of the features and ${meansMeydasMfcc(this.#recipe) ? 'Meyda' : 'the plain one'} differ by ` +
          `a relative ${this.#analyzer.disagreement.toExponential(1)}, so the latter's numbers were taken. ` +
          'Extraction was slower.',
      )
    }
    return warnings
  }

  push(samples: Float32Array): void {
    let taken = 0
    while (taken < samples.length) {
      const count = Math.min(samples.length - taken, this.#held.length - this.#heldCount)
      this.#hold(samples, taken, count)
      taken += count
      if (this.#heldCount === this.#held.length) this.#computeStretch(stretchFrames)
    }
  }

  finish(): FeatureMatrix {
    const { frameLength, countIn } = this.#framing
    const total = countIn(this.#sampleCount)
    if (total === 0) {
      throw new CepstraError(
        'AUDIO_TOO_SHORT',
        `The recording has ${this.#sampleCount} samples (${seconds(this.#sampleCount / this.#sampleRateHz)} s), but ` +
          `one frame needs ${frameLength} (${seconds(frameLength / this.#sampleRateHz)} s at ${this.#sampleRateHz} ` +
          'Hz). Use a longer recording or a shorter frame.',
      )
    }
    // The silence behind the end that centered frames reach into; whole frames never do.
    const reach = this.#framing.startOf(total - 1) + frameLength - this.#heldFrom
    if (reach > this.#held.length) this.#grow(reach)
    this.#held.fill(0, this.#heldCount)
    this.#heldCount = Math.max(this.#heldCount, reach)
    while (this.#frameCount < total) this.#computeStretch(Math.min(stretchFrames, total - this.#frameCount))
    return this.#assemble()
  }

  #hold(samples: Float32Array, from: number, count: number): void {
    for (let i = 0; i < count; i++) {
      const sample = samples[from + i]
      // Written so that a NaN counts as unusable.
      const usable = Math.abs(sample) <= largestSample
      this.#held[this.#heldCount + i] = usable ? sample : 0
      if (!usable) this.#unusableSamples++
    }
    this.#heldCount += count
    this.#sampleCount += count
  }

  #grow(length: number): void {
    const larger = new Float32Array(length)
    larger.set(this.#held.subarray(0, this.#heldCount))
    this.#held = larger
  }

  #computeStretch(count: number): void {
    const { startOf } = this.#framing
    const columns = this.#baseColumns
    const { energy, energyPlace, coefficients, logarithm, logFloor } = this.#recipe
    const { cepstra, energies, variances } = this.#found
    const starts = this.#starts
    for (let i = 0; i < count; i++) starts[i] = startOf(this.#frameCount + i) - this.#heldFrom
    this.#analyzer.analyze(this.#held, starts, count, this.#found)

    const base = new Float32Array(count * columns)
    const energyAt = energyPlace === 'first' ? 0 : columns - 1
    const cepstraAt = energy !== 'none' && energyPlace === 'first' ? 1 : 0
    for (let i = 0; i < count; i++) {
      const row = i * columns
      if (energy === 'c0') base[row + energyAt] = cepstra[i * coefficients]
      else if (energy === 'logEnergy') {
        base[row + energyAt] = Math.log(logarithm === 'lnOnePlus' ? energies[i] + 1 : Math.max(energies[i], logFloor))
      }
      for (let k = 1; k < coefficients; k++) base[row + cepstraAt + k - 1] = cepstra[i * coefficients + k]
    }
    this.#stretches.push({ count, base, variances: variances.slice(0, count) })
    this.#frameCount += count
    this.#forget(startOf(this.#frameCount))
  }

  /** Drops the samples before number `next`, which no later frame needs. */
  #forget(next: number): void {
    const gone = Math.min(next - this.#heldFrom, this.#heldCount)
    this.#held.copyWithin(0, gone, this.#heldCount)
    this.#heldCount -= gone
    this.#heldFrom += gone
  }

  #assemble(): FeatureMatrix {
    const recipe = this.#recipe
    const frameCount = this.#frameCount
    const columns = this.#baseColumns
    const dimensions = columns * (recipe.deltas + 1)
    const data = new Float32Array(frameCount * dimensions)
    const variances = new Float64Array(frameCount)
    let row = 0
    // Each stretch is let go once it is copied, so that a long recording is not held twice.
    for (let stretch = this.#stretches.shift(); stretch !== undefined; stretch = this.#stretches.shift()) {
      const { count, base } = stretch
      variances.set(stretch.variances, row)
      for (let i = 0; i < count; i++, row++) {
        data.set(base.subarray(i * columns, (i + 1) * columns), row * dimensions)
      }
    }
    for (let order = 0; order < recipe.deltas; order++) {
      addDeltas(data, { frameCount, dimensions, columns, from: order * columns, to: (order + 1) * columns })
    }
    const speech = recipe.voiceActivity === 'none' ? keepSound(variances) : voiceActivity(variances, recipe)
    normalize(data, dimensions, speech, recipe.normalization)
    const { hopSeconds, frameSeconds } = recipe
    return { data, frameCount, dimensions, columnNames: columnNames(recipe), speech, hopSeconds, frameSeconds }
  }
}

function seconds(value: number): string {
  return value.toFixed(4)
}
