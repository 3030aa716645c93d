import type { AudioStream } from '../../audio/audioStream'
import { isCepstraError } from '../../cepstraError'
import type { Recipe } from '../../features/recipe'
import { notWritable } from '../../project/notWritable'
import { usualRate } from '../usualRate'
import { featurePack, type FeaturePack, type PackedFeatures, type PackEntry } from './featurePack'

/** What the features of a project are, as far as that is known before its recordings are. */
export interface ImportPackOptions {
  readonly recipe: Recipe
  /** Null where the project has no rate yet: then the first recording decides for this pack. */
  readonly sampleRateHz: number | null
  readonly target: string
}

/** A pack into which an import puts features on its way: what is refused is left to the extraction, which tells why. */
export interface ImportPack {
  /** The rate of the features; null while there are none. */
  readonly sampleRateHz: number | null
  begin(audio: AudioStream): ImportEntry
  /** @throws CepstraError NOT_WRITABLE */
  finish(): void
  close(): void
}

type ImportEntry = Pick<PackEntry, 'push' | 'close'> & { finish(): PackedFeatures | null }

export function importPack({ recipe, sampleRateHz, target }: ImportPackOptions): ImportPack {
  let rateHz = sampleRateHz
  let pack: FeaturePack | undefined
  // What may be refused is refused in the same way each time.
  const unlessRefused = <Result>(work: () => Result): Result | null => {
    try {
      return work()
    } catch (error) {
      const told = notWritable('Features', target, error)
      if (!isCepstraError(told) || told.code === 'NOT_WRITABLE') throw told
      return null
    }
  }
  return {
    get sampleRateHz() {
      return rateHz
    },
    begin(audio) {
      rateHz ??= usualRate(audio.sourceRateHz)
      const entries = (pack ??= featurePack(recipe, rateHz, target))
      const entry = unlessRefused(() => entries.begin(audio))
      return {
        push: (samples) => entry?.push(samples),
        finish: () => entry && unlessRefused(() => entry.finish()),
        close: () => entry?.close(),
      }
    },
    finish: () => pack?.finish(),
    close: () => pack?.close(),
  }
}
