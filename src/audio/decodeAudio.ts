import { CepstraError } from '../cepstraError'
import type { AudioOptions } from './audioStream'
import { openAudio } from './openAudio'
import type { Signal } from './signal'

export interface DecodeOptions extends AudioOptions {
  /** Where to begin, 0 by default. */
  readonly startSeconds?: number
  /** How much to decode, up to the end by default. */
  readonly lengthSeconds?: number
}

/**
 * A file, or a stretch of it, as one array: mono, at the rate asked for. A stretch beyond the end is shorter than
 * asked, possibly empty. What stands before it is not decoded where the format allows. Throws what `openAudio` and its `blocks` throw. Long files are better read with `openAudio`.
 */
export async function decodeAudio(
  path: string,
  options: DecodeOptions = {},
): Promise<Signal & { warnings: readonly string[] }> {
  const { startSeconds = 0, lengthSeconds = Infinity } = options
  if (!(startSeconds >= 0 && startSeconds < Infinity && lengthSeconds >= 0)) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      `Cannot decode ${lengthSeconds} s from ${startSeconds} s on. Give a start and a length that are not negative.`,
    )
  }
  const stream = await openAudio(path, options)
  const { sampleRateHz } = stream
  const wanted = Math.round(lengthSeconds * sampleRateHz)
  const parts: Float32Array[] = []
  let length = 0
  try {
    for await (const block of stream.blocks(startSeconds)) {
      const part = block.subarray(0, wanted - length)
      parts.push(part)
      length += part.length
      if (length >= wanted) break
    }
  } finally {
    await stream.close()
  }
  const samples = new Float32Array(length)
  let at = 0
  for (const part of parts) {
    samples.set(part, at)
    at += part.length
  }
  return { samples, sampleRateHz, warnings: stream.warnings }
}
