/** Equally long stretches of every channel, in the file's own order and rate. */
export type ChannelBlock = readonly Float32Array[]

/** An opened file of one format: a header that was understood, and the sound behind it read block by block. */
export interface AudioSource {
  readonly format: string
  /** How the sound is written, in words: "PCM", "mu-law", "MPEG-1 layer III"; null where only ffmpeg knows. */
  readonly codec: string | null
  /** Of one sample as the file tells it; null where the codec has no such number. */
  readonly bits: number | null
  /** Whether samples can be no numbers, or beyond any sense: written as integers they cannot. True unless given. */
  readonly mayBeUnusable?: boolean
  readonly sampleRateHz: number
  readonly channelCount: number
  /** What the header promises; null where it promises nothing. */
  readonly durationSeconds: number | null
  /** Sentences about damage. It grows while blocks are read. */
  readonly warnings: string[]
  /**
   * Lets `blocks` begin further in, without decoding what stands before: at `sample` where the format allows, else
   * earlier, at worst at 0. Answers with the sample (of each channel, counted from 0) at which they will begin, the end
   * for what lies beyond it. What then comes equals what decoding from the start gives there, within the precision of
   * the decoder. Called once at most, before `blocks`.
   */
  seek(sample: number): Promise<number>
  /** Blocks of at most a few seconds. What a truncated file still holds is yielded before its warning appears. */
  blocks(): AsyncGenerator<ChannelBlock>
  /** Gives back what the decoder holds (wasm memory, a child process). Harmless when called twice. */
  close(): Promise<void>
}

export const lowestRateHz = 100
export const highestRateHz = 1_000_000
export const mostChannels = 256

/** A header outside of these limits is damage: no recorder writes such a file, and it would cost absurd memory. */
export function plausibleShape(sampleRateHz: number, channelCount: number): boolean {
  return (
    Number.isFinite(sampleRateHz) &&
    sampleRateHz >= lowestRateHz &&
    sampleRateHz <= highestRateHz &&
    channelCount >= 1 &&
    channelCount <= mostChannels
  )
}
