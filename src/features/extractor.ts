import { CepstraError } from '../cepstraError'
import { columnNames } from './columnNames'
import { addDeltas } from './deltas'
import type { FeatureMatrix } from './featureMatrix'
import { framing, type Framing } from './framing'
import { WatchedMfcc } from './meydaCheck'
import { normalize } from './normalize'
import { PreparedFrames } from './preparedFrames'
import type { Recipe } from './recipe'
import { checkRecipe } from './validateRecipe'
import { keepSound, voiceActivity } from './voiceActivity'

/** Frames computed at a time, and vouched for by one comparison with Meyda. */
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
  readonly #prepared: PreparedFrames
  readonly #mfcc: WatchedMfcc
  readonly #coefficients: Float64Array
  readonly #baseColumns: number
  readonly #stretches: Stretch[] = []
  /** Samples not yet used up; `#held[0]` is sample number `#heldFrom` of the recording. */
  #held: Float32Array
  #heldFrom = 0
  #heldCount = 0
  #frameCount = 0
  #sampleCount = 0
  #unusableSamples = 0

  constructor(recipe: Recipe, sampleRateHz: number) {
    checkRecipe(recipe)
    this.#recipe = recipe
    this.#sampleRateHz = sampleRateHz
    this.#framing = framing(recipe, sampleRateHz)
    this.#prepared = new PreparedFrames(recipe, this.#framing)
    const { melFilters, coefficients } = recipe
    this.#mfcc = new WatchedMfcc({ sampleRateHz, fftLength: this.#framing.fftLength, melFilters, coefficients })
    this.#coefficients = new Float64Array(coefficients)
    this.#baseColumns = recipe.energy === 'none' ? coefficients - 1 : coefficients
    this.#held = new Float32Array(this.#framing.startOf(stretchFrames) + this.#framing.frameLength + 1)
  }

  /** What should be told about the recording, in sentences. Complete once `finish` has returned. */
  get warnings(): readonly string[] {
    const warnings: string[] = []
    if (this.#unusableSamples > 0) {
      warnings.push(
        `${this.#unusableSamples} of ${this.#sampleCount} samples are not usable numbers and were read as silence.`,
      )
    }
    if (this.#mfcc.disagreement !== null) {
      warnings.push(
        'The fast computation of the features and Meyda differ by a relative ' +
          `${this.#mfcc.disagreement.toExponential(1)}, so Meyda's own numbers were taken. Extraction was slower.`,
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

  #computeStretch(count: number): void {
    const { startOf } = this.#framing
    const held = this.#held
    const columns = this.#baseColumns
    const { energy, coefficients } = this.#recipe
    const mfcc = this.#coefficients
    const base = new Float32Array(count * columns)
    const variances = new Float64Array(count)

    this.#prepared.prepare(held, startOf(this.#frameCount + (count >> 1)) - this.#heldFrom)
    this.#mfcc.vouch(this.#prepared.frame)

    for (let i = 0; i < count; i++) {
      const start = startOf(this.#frameCount + i) - this.#heldFrom
      const level = this.#prepared.prepare(held, start)
      variances[i] = level.silent ? 0 : level.variance
      this.#mfcc.compute(this.#prepared.frame, mfcc)
      let at = i * columns
      if (energy === 'c0') base[at++] = mfcc[0]
      else if (energy === 'logEnergy') base[at++] = Math.log(level.energy + 1)
      for (let k = 1; k < coefficients; k++) base[at++] = mfcc[k]
    }
    this.#stretches.push({ count, base, variances })
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
