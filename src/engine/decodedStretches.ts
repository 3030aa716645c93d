import { stat } from 'node:fs/promises'
import type { DecodedStretch } from './workers/decodeStretch'

/** A stretch of a recording at a rate. */
export interface StretchOf {
  readonly path: string
  readonly sampleRateHz: number
  readonly startSeconds: number
  readonly lengthSeconds: number
}

/** A minute at 16 kHz takes 4 MB. */
const mostKept = 4

/**
 * The stretches that were decoded last, on memory that threads share: looking at one recording under recipe after
 * recipe decodes it once.
 */
export class DecodedStretches {
  readonly #kept = new Map<string, DecodedStretch>()

  /** Runs `work` with the stretch where it is at hand, with null otherwise, and keeps what it answers with. */
  async during<Answer extends { readonly decoded: DecodedStretch }>(
    stretch: StretchOf,
    work: (decoded: DecodedStretch | null) => Promise<Answer>,
  ): Promise<Answer> {
    const key = await keyOf(stretch)
    const answer = await work(this.#kept.get(key) ?? null)
    // What was used last stands last; the first goes.
    this.#kept.delete(key)
    this.#kept.set(key, answer.decoded)
    for (const old of this.#kept.keys()) {
      if (this.#kept.size <= mostKept) break
      this.#kept.delete(old)
    }
    return answer
  }
}

/** Changes with the file. */
async function keyOf({ path, sampleRateHz, startSeconds, lengthSeconds }: StretchOf): Promise<string> {
  const file = await stat(path).catch(() => null)
  return JSON.stringify([path, file?.size, file?.mtimeMs, sampleRateHz, startSeconds, lengthSeconds])
}
