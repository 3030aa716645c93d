import { decoder as createDecoder } from '@audio/decode-mp3'
import { CepstraError } from '../cepstraError'
import type { AudioFile } from './audioFile'
import type { AudioSource, ChannelBlock } from './audioSource'
import { damageNotes } from './damageNotes'
import { freeDecoder } from './freeDecoder'
import { readMpegFrame } from './mpegFrame'
import { readMpegInfoTag } from './mpegInfoTag'
import { mpegRuns } from './mpegRuns'

const decodeBytes = 65_536
const walkBytes = 1 << 20

/**
 * A frame may take its bits from those before it: up to 511 bytes back, which at the lowest rates are 28 frames. This
 * many before the first wanted one are decoded with it.
 */
const leadFrames = 40

/**
 * MPEG audio from `start` on. Only whole frames are handed to @audio/decode-mp3: given other bytes it makes noise of
 * them, and on some errors it asks mpg123 again without end. The frame with the Xing tag is kept from it, and what the
 * tag says is to be cut is cut here, so that samples have the same numbers wherever decoding began.
 */
export async function mp3Source(file: AudioFile, start: number): Promise<AudioSource> {
  const head = await file.read(start, 4096)
  const first = readMpegFrame(head, 0)
  if (!first) {
    throw new CepstraError('AUDIO_DAMAGED', `${file.name} has a damaged MPEG header. Copy or export it again.`)
  }
  const info = readMpegInfoTag(head, first)
  const soundStart = info ? start + first.frameBytes : start
  const { sampleRateHz, channelCount, samplesPerFrame } = first
  // In samples as the decoder counts them: the sound is from `begin` to `end`, and what stands behind `resume`.
  const begin = info?.skippedSamples ?? 0
  const resume = info ? info.frameCount * samplesPerFrame : 0
  const end = info ? Math.max(begin, resume - info.paddedSamples) : 0
  const heard = (sample: number): number =>
    Math.max(0, sample - begin - Math.max(0, Math.min(sample, resume) - Math.min(sample, end)))
  const warnings: string[] = []
  const decoder = await createDecoder()
  let entry = { position: soundStart, frame: 0 }

  async function* blocks(): AsyncGenerator<ChannelBlock> {
    const notes = damageNotes(file.name, sampleRateHz, warnings)
    let frames = entry.frame
    let clock = entry.frame * samplesPerFrame
    const now = (): string => (heard(frames * samplesPerFrame) / sampleRateHz).toFixed(2)
    const promises = info !== null && Number.isFinite(end)
    for await (const run of mpegRuns(file, entry.position, first!, decodeBytes)) {
      if (run.frameCount === 0) {
        if (!promises) warnings.push(`${file.name} is truncated: it ends within a frame at ${now()} s.`)
        continue
      }
      if (run.skippedBytes > 0 && frames > 0) notes.skipped(heard(frames * samplesPerFrame), run.skippedBytes)
      frames += run.frameCount
      // The decoder answers with two channels always; those of a mono stream are equal.
      const channels = decoder.decode(Uint8Array.from(run.bytes)).channelData.slice(0, channelCount)
      const length = channels[0]?.length ?? 0
      for (const [from, to] of [
        [begin, end],
        [resume, Infinity],
      ]) {
        const part = [Math.max(from, clock) - clock, Math.min(to, clock + length) - clock]
        if (part[1] > part[0]) yield channels.map((samples) => samples.subarray(part[0], part[1]))
      }
      clock += length
    }
    if (promises && frames < info.frameCount) {
      const promised = ((end - begin) / sampleRateHz).toFixed(2)
      warnings.push(`${file.name} is truncated: its header promises ${promised} s, it ends at ${now()} s.`)
    }
  }

  return {
    format: 'mp3',
    codec: first.codec,
    bits: null,
    sampleRateHz,
    channelCount,
    durationSeconds: info && Number.isFinite(end) ? (end - begin) / sampleRateHz : null,
    warnings,
    async seek(sample) {
      const raw = sample + begin + (sample >= end - begin ? resume - end : 0)
      const wanted = Math.floor(raw / samplesPerFrame) - leadFrames
      if (wanted <= 0) return 0
      entry = await findFrame(wanted)
      return heard(entry.frame * samplesPerFrame)
    },
    blocks,
    async close() {
      freeDecoder(decoder)
    },
  }

  /** Frames carry no numbers, so the headers of all before are read; that is quick, as nothing is decoded. */
  async function findFrame(wanted: number): Promise<{ position: number; frame: number }> {
    let frame = 0
    let position = soundStart
    for await (const run of mpegRuns(file, soundStart, first!, walkBytes)) {
      let at = 0
      const last = Math.min(wanted, frame + run.frameCount)
      for (; frame < last; frame++) at += readMpegFrame(run.bytes, at)?.frameBytes ?? 0
      position = run.position + at
      if (frame === wanted) break
    }
    return { position, frame }
  }
}
