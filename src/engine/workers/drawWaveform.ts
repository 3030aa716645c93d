import type { MessagePort } from 'node:worker_threads'
import { openAudio } from '../../audio/openAudio'

export interface WaveformInput {
  readonly path: string
  readonly bins: number
  readonly startSeconds: number
  readonly endSeconds: number
  readonly port?: MessagePort
}

/** The lowest and highest sample of each of `bins` equal stretches, as pairs; 0 where a stretch is beyond the sound. */
export async function drawWaveform({ path, bins, startSeconds, endSeconds }: WaveformInput): Promise<Float32Array> {
  const peaks = new Float32Array(bins * 2)
  const audio = await openAudio(path)
  try {
    const from = Math.round(startSeconds * audio.sampleRateHz)
    const to = Math.max(from + 1, Math.round(endSeconds * audio.sampleRateHz))
    const touched = new Uint8Array(bins)
    let position = 0
    for await (const block of audio.blocks()) {
      const first = Math.max(from, position)
      const last = Math.min(to, position + block.length)
      for (let at = first; at < last; at++) {
        const bin = Math.floor(((at - from) * bins) / (to - from))
        const sample = block[at - position]
        if (touched[bin] === 0) {
          touched[bin] = 1
          peaks[2 * bin] = sample
          peaks[2 * bin + 1] = sample
        } else if (sample < peaks[2 * bin]) peaks[2 * bin] = sample
        else if (sample > peaks[2 * bin + 1]) peaks[2 * bin + 1] = sample
      }
      position += block.length
      if (position >= to) break
    }
    // With fewer samples than bins, a bin without one shows what its neighbor shows.
    for (let bin = 1; bin < bins; bin++) {
      if (touched[bin] === 0 && to - from < bins) {
        peaks[2 * bin] = peaks[2 * bin - 2]
        peaks[2 * bin + 1] = peaks[2 * bin - 1]
      }
    }
    return peaks
  } finally {
    await audio.close()
  }
}
