import { CepstraError } from '../cepstraError'
import type { AudioFile } from './audioFile'
import type { AudioSource } from './audioSource'
import { findEntryPoint, type EntryPoint } from './entryPoint'
import { flacFrames } from './flacFrames'
import { flacStream } from './flacStream'
import { readFlacStreamInfo } from './flacStreamInfo'

/** Bisection ends when this few bytes are left: about as many as are read at once anyway. */
const closeEnoughBytes = 32_768

/** Native FLAC from `start` on. Places within it are found by bisection over its frames, with or without a seek table. */
export async function flacSource(file: AudioFile, start: number): Promise<AudioSource> {
  const info = readFlacStreamInfo(await file.read(start, 42))
  if (!info) {
    throw new CepstraError('AUDIO_DAMAGED', `${file.name} has a damaged FLAC header. Copy or export it again.`)
  }
  const framesStart = await skipMetadata(file, start + 4)
  const framesFrom = (position: number) => flacFrames(file, position, info.blockSize, info.longestFrame)
  const frameAfter = async (position: number): Promise<EntryPoint | null> => {
    for await (const frame of framesFrom(position)) return { position: frame.position, sample: frame.firstSample }
    return null
  }
  return flacStream({
    name: file.name,
    format: 'flac',
    info,
    promisedSamples: info.sampleCount,
    hasEnd: true,
    frames: (from) => framesFrom(from?.position ?? framesStart),
    async find(sample) {
      const first = await frameAfter(framesStart)
      return first && findEntryPoint(first, file.size, sample, closeEnoughBytes, frameAfter)
    },
  })
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
