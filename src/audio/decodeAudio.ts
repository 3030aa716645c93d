import { CepstraError } from '../cepstraError'
import { openAudio, type AudioOptions } from './openAudio'
import type { Signal } from './signal'

export interface DecodeOptions extends AudioOptions {
  /** Where to begin, 0 by default. */
  readonly startSeconds?: number
  /** How much to decode, up to the end by default. */
  readonly lengthSeconds?: number
}

/**
 * A file, or a stretch of it, as one array: mono, at the rate asked for. A stretch beyond the end is shorter than
 * asked, possibly empty. Throws what `openAudio` and its `blocks` throw. Long files are better read with `openAudio`.
 */
export async function decodeAudio(
  path: string,
  options: DecodeOptions = {},
): Promise<Signal & { warnings: readonly string[] }> {
  const { startSeconds = 0, lengthSeconds = Infinity } = options
  if (!(startSeconds >= 0 && lengthSeconds >= 0)) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      `Cannot decode ${lengthSeconds} s from ${startSeconds} s on. Give a start and a length that are not negative.`,
    )
  }
  const stream = await openAudio(path, options)
  const { sampleRateHz } = stream
  const first = Math.round(startSeconds * sampleRateHz)
  const end = first + Math.round(lengthSeconds * sampleRateHz)
  const parts: Float32Array[] = []
  let position = 0
  let length = 0
  try {
    for await (const block of stream.blocks()) {
      const part = block.subarray(Math.max(0, first - position), Math.max(0, Math.min(block.length, end - position)))
      if (part.length > 0) {
        parts.push(part)
        length += part.length
      }
      position += block.length
      if (position >= end) break
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
