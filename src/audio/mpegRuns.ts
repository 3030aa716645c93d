import type { AudioFile } from './audioFile'
import { readMpegFrame, type MpegFrame } from './mpegFrame'

/** A stretch of whole frames that follow each other, and what stood before it that was no frame. */
export interface MpegRun {
  readonly bytes: Uint8Array
  /** Of the first byte in the file. */
  readonly position: number
  /** 0 in the last run of a file that ends within a frame: `skippedBytes` are then what there is of it. */
  readonly frameCount: number
  readonly skippedBytes: number
}

/** The frames like `first` from byte `start` on, where one begins; read and handed over `readBytes` at a time. */
export async function* mpegRuns(
  file: AudioFile,
  start: number,
  first: MpegFrame,
  readBytes: number,
): AsyncGenerator<MpegRun> {
  let position = start
  let pending: Buffer = Buffer.alloc(0)
  let skippedBytes = 0
  let synchronous = true
  for (;;) {
    const more = await file.read(position + pending.length, readBytes)
    const isLast = more.length === 0
    pending = pending.length > 0 ? Buffer.concat([pending, more]) : more
    let at = 0
    let runStart = 0
    let frameCount = 0
    while (at + 4 <= pending.length) {
      const frame = readMpegFrame(pending, at)
      const fits = frame !== null && frame.kind === first.kind
      const next = fits ? at + frame.frameBytes : at
      if (fits && next > pending.length) break
      // Lost once, it takes the word of two headers to be found again.
      if (fits && !synchronous && next + 4 > pending.length && !isLast) break
      const trusted = fits && (synchronous || readMpegFrame(pending, next)?.kind === first.kind)
      if (trusted) {
        at = next
        frameCount++
        synchronous = true
        continue
      }
      if (frameCount > 0) {
        yield { bytes: pending.subarray(runStart, at), position: position + runStart, frameCount, skippedBytes }
        skippedBytes = 0
        frameCount = 0
      }
      synchronous = false
      skippedBytes++
      at++
      runStart = at
    }
    if (frameCount > 0) {
      yield { bytes: pending.subarray(runStart, at), position: position + runStart, frameCount, skippedBytes }
      skippedBytes = 0
    }
    pending = pending.subarray(at)
    position += at
    if (isLast) {
      const cutFrame = synchronous && readMpegFrame(pending, 0) !== null
      if (cutFrame) yield { bytes: pending.subarray(0, 0), position, frameCount: 0, skippedBytes: pending.length }
      return
    }
  }
}
