import { decodeAudio } from '../../audio/decodeAudio'

/** A decoded stretch that threads share. */
export interface DecodedStretch {
  readonly samples: Float32Array
  readonly warnings: readonly string[]
}

export interface StretchInput {
  readonly path: string
  readonly sampleRateHz: number
  readonly startSeconds: number
  readonly lengthSeconds: number
  /** Where it was decoded before. */
  readonly decoded: DecodedStretch | null
}

/** The stretch of a file, on shared memory; decoded only where it is not at hand. */
export async function decodeStretch({ decoded, path, ...options }: StretchInput): Promise<DecodedStretch> {
  if (decoded) return decoded
  const { samples, warnings } = await decodeAudio(path, options)
  const shared = new Float32Array(new SharedArrayBuffer(samples.byteLength))
  shared.set(samples)
  return { samples: shared, warnings: [...warnings] }
}
