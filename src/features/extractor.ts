import { CepstraError } from '../cepstraError'
import { meansMeydasMfcc } from './analysisTables'
import { cepstrumColumns } from './cepstrumColumns'
import { deltas } from './deltas'
import { dynamicRange } from './dynamicRange'
import { extraAnalyzer } from './extraAnalyzer'
import { frameAnalysis, type FrameAnalysis } from './frameAnalysis'
import { FrameCutter } from './frameCutter'
import { LevelLog } from './frameLevels'
import { recordingNormalization, shiftAndScale } from './normalize'
import type { Recipe } from './recipe'
import type { SpoolOptions } from './rowSpool'
import type { RowStage } from './rowStage'
import { slidingNormalization } from './slidingNormalization'
import { speechFlags } from './speechFlags'
import { stacking } from './stacking'
import { staticRows } from './staticRows'

/** What is known of a recording's rows once all have gone out. */
export interface ExtractedRows {
  readonly frameCount: number
  /** One byte a frame: 1 kept, 0 dropped by voice activity. */
  readonly speech: Uint8Array
}

/** Takes finished rows, `count` of them row-major from the beginning of `rows`, which are used again afterwards. */
export type TakeRows = (rows: Float32Array, count: number) => void

/**
 * Turns one recording into the rows of its features, as they become known. Push mono samples at `sampleRateHz` in blocks
 * of any size, then call `finish` once, and `close` in any case. The rows do not depend on the sizes of the blocks.
 *
 * Rows go out some hundred frames behind the samples, and beside some bytes a frame for its level nothing is held that
 * grows with the recording; only where a recipe has a dynamic range or normalizes by the recording's own statistics do
 * all rows wait for `finish`, in memory or in the scratch file that `spooling` names.
 *
 * Throws RECIPE_INVALID from the constructor and AUDIO_TOO_SHORT from `finish`. Samples that are not finite numbers,
 * or are beyond any sense, count as zero and are told in `warnings`; no feature is ever NaN.
 */
export class FeatureExtractor {
  /** Columns of the rows that go out. */
  readonly dimensions: number
  readonly #recipe: Recipe
  readonly #sampleRateHz: number
  readonly #analysis: FrameAnalysis
  readonly #cutter: FrameCutter
  readonly #levels: LevelLog
  readonly #rows: RowStage
  readonly #held: Disposable[] = []
  #speech: Uint8Array = new Uint8Array(0)

  constructor(recipe: Recipe, sampleRateHz: number, take: TakeRows, spooling: SpoolOptions = {}) {
    this.#recipe = recipe
    this.#sampleRateHz = sampleRateHz
    this.#analysis = frameAnalysis(recipe, sampleRateHz)
    const { framing, tables } = this.#analysis
    const extras = extraAnalyzer(recipe, framing, sampleRateHz)
    const base = cepstrumColumns(recipe).count
    const columns = base * (recipe.deltas + 1) + (extras?.columns ?? 0)
    this.dimensions = columns * (2 * recipe.stacking + 1)

    // Built from its end, since each stage is told where its rows go.
    let rows: RowStage = { push: take, finish: () => undefined }
    if (recipe.stacking > 0) rows = stacking({ columns, reach: recipe.stacking }, rows)
    rows = this.#normalization(columns, spooling, rows)
    for (let order = recipe.deltas; order > 0; order--) {
      const from = (order - 1) * base
      const options = {
        columns: columns - (recipe.deltas - order + 1) * base,
        from,
        count: base,
        reach: recipe.deltaReach,
      }
      rows = deltas(options, rows)
    }
    if (recipe.dynamicRangeDb > 0) {
      const { cosines } = tables
      rows = this.#disposed(dynamicRange({ recipe, cosines, extras: extras?.columns ?? 0 }, spooling, rows))
    }
    this.#rows = rows
    this.#levels = new LevelLog({ withFlatness: recipe.voiceActivity === 'spectralFlatness' })
    this.#cutter = new FrameCutter(framing, staticRows(recipe, this.#analysis, extras, this.#levels, rows).see)
  }

  /** What should be told about the recording, in sentences. Complete once `finish` has returned. */
  get warnings(): readonly string[] {
    const warnings: string[] = []
    const { unusableSamples, sampleCount } = this.#cutter
    if (unusableSamples > 0) {
      warnings.push(`${unusableSamples} of ${sampleCount} samples are not usable numbers and were read as silence.`)
    }
    const { disagreement } = this.#analysis.analyzer
    if (disagreement !== null) {
      warnings.push(
        `The fast computation of the features and ${meansMeydasMfcc(this.#recipe) ? 'Meyda' : 'the plain one'} differ by ` +
          `a relative ${disagreement.toExponential(1)}, so the latter's numbers were taken. Extraction was slower.`,
      )
    }
    return warnings
  }

  push(samples: Float32Array): void {
    this.#cutter.push(samples)
  }

  finish(): ExtractedRows {
    const frameCount = this.#cutter.finish()
    if (frameCount === 0) {
      const { frameLength } = this.#analysis.framing
      const { sampleCount } = this.#cutter
      throw new CepstraError(
        'AUDIO_TOO_SHORT',
        `The recording has ${sampleCount} samples (${seconds(sampleCount / this.#sampleRateHz)} s), but ` +
          `one frame needs ${frameLength} (${seconds(frameLength / this.#sampleRateHz)} s at ${this.#sampleRateHz} ` +
          'Hz). Use a longer recording or a shorter frame.',
      )
    }
    this.#speech = speechFlags(this.#levels.levels(), this.#recipe)
    this.#rows.finish()
    return { frameCount, speech: this.#speech }
  }

  /** Lets go of rows that are still held. Harmless when called twice. */
  close(): void {
    for (const held of this.#held) held[Symbol.dispose]()
  }

  #normalization(columns: number, spooling: SpoolOptions, next: RowStage): RowStage {
    const { normalization: kind, slidingSeconds, hopSeconds, projectStatistics } = this.#recipe
    switch (kind) {
      case 'none':
        return next
      case 'mean':
      case 'meanVariance':
        return this.#disposed(recordingNormalization({ columns, kind, speech: () => this.#speech }, spooling, next))
      case 'slidingMean':
      case 'slidingMeanVariance': {
        const windowFrames = Math.max(1, Math.round(slidingSeconds / hopSeconds))
        const counts = (frame: number): boolean => this.#levels.isSound(frame)
        return slidingNormalization({ columns, kind, windowFrames, counts }, next)
      }
      case 'project':
        if (projectStatistics?.means.length !== columns || projectStatistics.deviations.length !== columns) {
          throw new CepstraError(
            'RECIPE_INVALID',
            'The recipe normalizes by the statistics of a project, but holds none that fit its columns. Measure them first.',
          )
        }
        return shiftAndScale(projectStatistics, next)
    }
  }

  #disposed<Stage extends RowStage & Disposable>(stage: Stage): Stage {
    this.#held.push(stage)
    return stage
  }
}

function seconds(value: number): string {
  return value.toFixed(4)
}
