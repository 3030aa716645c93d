import { decoder as createDecoder } from '@audio/decode-flac'
import { CepstraError } from '../cepstraError'
import type { AudioFile } from './audioFile'
import { plausibleShape, type AudioSource, type ChannelBlock } from './audioSource'

const readBytes = 16_384
const streamInfoBytes = 34

/**
 * Native FLAC from `start` on. The metadata is walked here, so that pictures of any size never reach the decoder.
 * At a damaged frame @audio/decode-flac gathers everything up to the end of the file; so when it has said nothing for
 * longer than a frame can be, it is replaced by a fresh one that finds the next frame.
 */
export async function flacSource(file: AudioFile, start: number): Promise<AudioSource> {
  const head = await file.read(start, 8 + streamInfoBytes)
  const isInfo =
    head.length === 8 + streamInfoBytes && (head[4] & 127) === 0 && head.readUIntBE(5, 3) >= streamInfoBytes
  const packed = isInfo ? head.readUIntBE(18, 3) : 0
  const sampleRateHz = packed >> 4
  const channelCount = ((packed >> 1) & 7) + 1
  if (!isInfo || !plausibleShape(sampleRateHz, channelCount)) {
    throw new CepstraError('AUDIO_DAMAGED', `${file.name} has a damaged FLAC header. Copy or export it again.`)
  }
  const sampleCount = (head[21] & 15) * 2 ** 32 + head.readUInt32BE(22)
  const longestFrame = head.readUIntBE(15, 3) || 65_535 * channelCount * 4
  const framesStart = await skipMetadata(file, start + 4)
  head[4] = 0x80
  head.writeUIntBE(streamInfoBytes, 5, 3)
  const warnings: string[] = []
  let decoder: Awaited<ReturnType<typeof createDecoder>> | null = await createDecoder()

  async function* blocks(): AsyncGenerator<ChannelBlock> {
    let decoded = 0
    let silentBytes = 0
    let lastGood = framesStart
    let lost = false
    decoder?.decode(Uint8Array.from(head))
    for (let at = framesStart; decoder;) {
      const bytes = await file.read(at, readBytes)
      at += bytes.length
      const isLast = bytes.length === 0
      const { channelData } = isLast ? decoder.flush() : decoder.decode(bytes)
      const count = channelData[0]?.length ?? 0
      if (count > 0) {
        decoded += count
        silentBytes = 0
        lastGood = at
        lost = false
        yield channelData
      } else {
        silentBytes += bytes.length
      }
      if (isLast) break
      if (silentBytes > longestFrame + 2 * readBytes) {
        if (!lost)
          warnings.push(`${file.name} is damaged at ${(decoded / sampleRateHz).toFixed(2)} s; a part was left out.`)
        lost = true
        decoder.free()
        decoder = await createDecoder()
        decoder.decode(Uint8Array.from(head))
        at = lastGood
        lastGood += readBytes
        silentBytes = 0
      }
    }
    if (decoded < sampleCount) {
      warnings.push(
        `${file.name} is truncated or damaged: its header promises ${(sampleCount / sampleRateHz).toFixed(2)} s, ` +
          `${(decoded / sampleRateHz).toFixed(2)} s were decoded.`,
      )
    }
  }

  return {
    format: 'flac',
    sampleRateHz,
    channelCount,
    durationSeconds: sampleCount > 0 ? sampleCount / sampleRateHz : null,
    warnings,
    blocks,
    async close() {
      decoder?.free()
      decoder = null
    },
  }
}

async function skipMetadata(file: AudioFile, start: number): Promise<number> {
  let at = start
  for (;;) {
    const head = await file.read(at, 4)
    if (head.length < 4) return file.size
    at += 4 + head.readUIntBE(1, 3)
    if (head[0] & 0x80) return at
  }
}
