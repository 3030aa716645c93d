import { CepstraError } from '../cepstraError'
import type { AudioFile } from './audioFile'
import { plausibleShape, type AudioSource, type ChannelBlock } from './audioSource'
import { startFfmpeg } from './ffmpegChild'
import { decodePcm } from './pcmEncoding'

/**
 * Before the sample that is asked for, this much is decoded and dropped: what a decoder makes of its first frame, which
 * leans on one it has not seen, is wrong.
 */
const leadSeconds = 1

/**
 * Formats without a free decoder on npm, decoded by the ffmpeg on the PATH at the file's own rate and channels.
 * `holds` says in words what the file is; `canSeek` whether its times are exact, which takes an index in the file.
 * Throws AUDIO_NEEDS_FFMPEG where there is no ffmpeg, AUDIO_DAMAGED where ffmpeg understands nothing of the file.
 */
export async function ffmpegSource(
  file: AudioFile,
  format: string,
  holds: string,
  canSeek = false,
): Promise<AudioSource> {
  let child = await startFfmpeg(file, 0)
  if (!child.shape || !plausibleShape(child.shape.sampleRateHz, child.shape.channelCount)) {
    await child.close()
    throw child.startError
      ? missingFfmpeg(file.name, holds, child.startError)
      : notUnderstood(file.name, holds, child.complaint())
  }
  const { sampleRateHz, channelCount } = child.shape
  const frameBytes = 4 * channelCount
  const warnings: string[] = []
  let first = 0

  async function* blocks(): AsyncGenerator<ChannelBlock> {
    let frames = first
    let pending: Buffer = Buffer.alloc(0)
    for await (const more of child.bytes) {
      pending = pending.length > 0 ? Buffer.concat([pending, more]) : more
      const whole = pending.length - (pending.length % frameBytes)
      if (whole === 0) continue
      const bytes = Buffer.from(new ArrayBuffer(whole))
      pending.copy(bytes, 0, 0, whole)
      pending = pending.subarray(whole)
      frames += whole / frameBytes
      yield decodePcm(bytes, 'f32', channelCount, false)
    }
    const complaint = child.complaint()
    if (complaint) {
      const reached = (frames / sampleRateHz).toFixed(2)
      warnings.push(`${file.name} is damaged; ${reached} s of it were decoded (ffmpeg: ${complaint}).`)
    }
  }

  return {
    format,
    codec: null,
    bits: null,
    sampleRateHz,
    channelCount,
    durationSeconds: null,
    warnings,
    async seek(sample) {
      // Whole seconds, so that the number that ffmpeg is given stands for a sample.
      const seconds = Math.floor(sample / sampleRateHz) - leadSeconds
      if (!canSeek || seconds <= 0) return 0
      await child.close()
      child = await startFfmpeg(file, seconds)
      first = seconds * sampleRateHz
      return first
    },
    blocks,
    close: () => child.close(),
  }
}

function missingFfmpeg(name: string, holds: string, cause: Error): CepstraError {
  return new CepstraError(
    'AUDIO_NEEDS_FFMPEG',
    `${name} is ${holds}, which needs ffmpeg to decode, and no ffmpeg could be started. ` +
      'Install ffmpeg so that it is on the PATH, or convert the file to WAV or FLAC.',
    { cause },
  )
}

function notUnderstood(name: string, holds: string, complaint: string): CepstraError {
  return new CepstraError(
    'AUDIO_DAMAGED',
    `${name} is ${holds} that ffmpeg cannot decode: ${complaint || 'it found no sound in it'}. Copy or export it again.`,
  )
}
