import type { IAudioMetadata } from 'music-metadata'
import { isCepstraError } from '../cepstraError'
import { openFile, type AudioFile } from './audioFile'
import type { AudioSource } from './audioSource'
import { gaveUp } from './audioStream'
import { readMpegFrame } from './mpegFrame'
import { mpegRuns } from './mpegRuns'
import { openSource } from './openAudio'
import { sniffFormat } from './sniffFormat'

/** What a file tells of itself before any of it is decoded. Null stands for what it does not tell. */
export interface AudioFacts {
  /** As `AudioStream` names it. */
  readonly format: string
  readonly codec: string | null
  readonly sampleRateHz: number | null
  readonly channelCount: number | null
  /** Of one sample, where the codec has such a number. */
  readonly bits: number | null
  /** Null where only decoding tells. */
  readonly durationSeconds: number | null
  /** Whether the duration is reckoned from the size of the file and the bit rate of its beginning. */
  readonly isDurationEstimated: boolean
  readonly tags: AudioTags
}

export interface AudioTags {
  readonly title: string | null
  readonly artist: string | null
  readonly date: string | null
  readonly comment: string | null
}

/** Longer ones are cut: a comment may hold a whole book. */
const longestText = 1000

/**
 * Reads headers and tags, a few kilobytes of them, in a few milliseconds. Shape and length come from our own readers,
 * those of MPEG-4 and AAC and all tags from music-metadata; tags that it cannot read are none. Throws what `openAudio`
 * throws, save that M4A and AAC need no ffmpeg.
 */
export async function readAudioFacts(path: string): Promise<AudioFacts> {
  const file = await openFile(path)
  try {
    const { format, start } = await sniffFormat(file)
    const metadata = await readMetadata(path)
    const tags = tagsOf(metadata)
    if (format === 'm4a' || format === 'aac') return { ...otherFacts(format, metadata), tags }
    const source = await openSource(file)
    await source.close()
    const estimated = source.durationSeconds === null && format === 'mp3' ? await mpegSeconds(file, start) : null
    return { ...ownFacts(source), ...(estimated && { durationSeconds: estimated, isDurationEstimated: true }), tags }
  } catch (error) {
    throw isCepstraError(error) ? error : gaveUp(file.name, error)
  } finally {
    await file.close()
  }
}

function ownFacts(source: AudioSource): Omit<AudioFacts, 'tags'> {
  const { format, codec, sampleRateHz, channelCount, bits, durationSeconds } = source
  return { format, codec, sampleRateHz, channelCount, bits, durationSeconds, isDurationEstimated: false }
}

function otherFacts(format: string, metadata: IAudioMetadata | null): Omit<AudioFacts, 'tags'> {
  const { codec, sampleRate, numberOfChannels, duration } = metadata?.format ?? {}
  return {
    format,
    codec: codec ?? null,
    sampleRateHz: sampleRate ?? null,
    channelCount: numberOfChannels ?? null,
    bits: null,
    durationSeconds: duration ?? null,
    // A raw stream of AAC has no header of its own that could tell.
    isDurationEstimated: format === 'aac' && duration !== undefined,
  }
}

/** From the frames at the beginning; right where the bit rate is constant. */
async function mpegSeconds(file: AudioFile, start: number): Promise<number | null> {
  const first = readMpegFrame(await file.read(start, 4), 0)
  if (!first) return null
  for await (const run of mpegRuns(file, start, first, 1 << 18)) {
    if (run.frameCount === 0) break
    const frames = ((file.size - start) * run.frameCount) / run.bytes.length
    return (frames * first.samplesPerFrame) / first.sampleRateHz
  }
  return null
}

async function readMetadata(path: string): Promise<IAudioMetadata | null> {
  try {
    // Loaded when it is asked for: every worker thread loads this module, and few ever read a tag.
    const { parseFile } = await import('music-metadata')
    return await parseFile(path, { duration: false, skipCovers: true })
  } catch {
    // It goes by the name of the file and knows fewer formats and less damage than we do; what it adds is not vital.
    return null
  }
}

function tagsOf(metadata: IAudioMetadata | null): AudioTags {
  const { title, artist, date, year, comment } = metadata?.common ?? {}
  return {
    title: text(title),
    artist: text(artist),
    date: text(date ?? year?.toString()),
    comment: text(comment?.find((one) => one.text?.trim())?.text) ?? text(ownComment(metadata)),
  }
}

/** ffmpeg writes the comment of an MP3 as a text of its own naming, not as ID3's comment. */
function ownComment(metadata: IAudioMetadata | null): string | undefined {
  const found = Object.values(metadata?.native ?? {})
    .flat()
    .find(({ id }) => id.toLowerCase() === 'txxx:comment')?.value
  return typeof found === 'string' ? found : undefined
}

function text(value: string | undefined): string | null {
  return value?.trim().slice(0, longestText) || null
}
