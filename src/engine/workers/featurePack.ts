import type { AudioStream } from '../../audio/audioStream'
import { Resampler } from '../../audio/resampler'
import { FeatureExtractor } from '../../features/extractor'
import type { Recipe } from '../../features/recipe'
import type { FeatureFacts } from '../../project/featureStore'
import { openFeatureWriter, unfinishedPath, type FeatureWriter } from '../../project/featureWriter'
import type { GivenFeatures } from './readGivenFeatures'

/** The features of a recording that are in a pack. */
export interface PackedFeatures {
  readonly facts: FeatureFacts
  readonly firstRow: number
}

/** One recording on its way into a pack. */
export interface PackEntry {
  /** Takes the next samples of the recording, at its stream's rate. */
  push(samples: Float32Array): void
  /** @throws CepstraError AUDIO_TOO_SHORT, NOT_WRITABLE */
  finish(): PackedFeatures
  /** Takes back what is there of a recording that was not finished. */
  close(): void
}

/** A file that is written with the features of one recording after the other. `finish` or `close`. */
export interface FeaturePack {
  /** @throws CepstraError RECIPE_INVALID at this rate. */
  begin(audio: AudioStream): PackEntry
  /** Takes features that were made elsewhere. @throws CepstraError NOT_WRITABLE */
  take(features: GivenFeatures): PackedFeatures
  /** Puts the file in its place, unless no recording is in it. @throws CepstraError NOT_WRITABLE */
  finish(): void
  /** Leaves nothing behind of a pack that was not finished. */
  close(): void
}

/** @param target where the file goes; a reader sees the whole of it or nothing. */
export function featurePack(recipe: Recipe, sampleRateHz: number, target: string): FeaturePack {
  let writer: FeatureWriter | undefined
  const scratchPath = (): string => unfinishedPath(target)

  const begin = (audio: AudioStream): PackEntry => {
    const resampler = audio.sampleRateHz === sampleRateHz ? null : new Resampler(audio.sampleRateHz, sampleRateHz)
    const extractor = new FeatureExtractor(recipe, sampleRateHz, (rows, count) => writer?.push(rows, count), {
      scratchPath,
    })
    const into = (writer ??= openFeatureWriter(target, extractor.dimensions))
    const firstRow = into.count
    let isFinished = false
    return {
      push: (samples) => extractor.push(resampler ? resampler.push(samples) : samples),
      finish() {
        if (resampler) extractor.push(resampler.finish())
        const { frameCount, speech } = extractor.finish()
        let keptCount = 0
        for (const flag of speech) keptCount += flag
        isFinished = true
        const warnings = [...audio.warnings, ...extractor.warnings]
        return { facts: { frameCount, keptCount, speech, warnings, error: null }, firstRow }
      },
      close() {
        extractor.close()
        if (!isFinished) into.rewind(firstRow)
      },
    }
  }
  const take = ({ data, dimensions, facts }: GivenFeatures): PackedFeatures => {
    writer ??= openFeatureWriter(target, dimensions)
    const firstRow = writer.count
    writer.push(data, facts.frameCount)
    return { facts, firstRow }
  }
  return {
    begin,
    take,
    finish() {
      if (writer && writer.count > 0) writer.finish()
    },
    close: () => writer?.close(),
  }
}
