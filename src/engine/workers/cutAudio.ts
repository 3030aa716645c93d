import type { MessagePort } from 'node:worker_threads'
import { decodeAudio } from '../../audio/decodeAudio'
import { encodeWav } from '../../audio/wav'

export interface CutAudioInput {
  readonly path: string
  /** Absent: the file's own rate. */
  readonly sampleRateHz?: number
  readonly startSeconds: number
  readonly lengthSeconds: number
  readonly port?: MessagePort
}

/** A stretch of a recording as a 16-bit mono WAV, for playing. */
export async function cutAudio({ path, sampleRateHz, startSeconds, lengthSeconds }: CutAudioInput) {
  const rate = sampleRateHz === undefined ? {} : { sampleRateHz }
  const signal = await decodeAudio(path, { ...rate, startSeconds, lengthSeconds })
  const { samples } = signal
  return {
    wav: encodeWav(samples, signal.sampleRateHz),
    sampleCount: samples.length,
    sampleRateHz: signal.sampleRateHz,
  }
}
