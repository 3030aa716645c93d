import type { AudioFile } from './audioFile'

/**
 * How many tracks the "moov" box of an MPEG-4 file lists (ISO 14496-12), 0 where there is none. Where there is but one,
 * the times of the file are those of its sound.
 */
export async function countMpeg4Tracks(file: AudioFile): Promise<number> {
  for await (const box of boxes(file, 0, file.size)) {
    if (box.type !== 'moov') continue
    let count = 0
    for await (const child of boxes(file, box.bodyStart, box.end)) if (child.type === 'trak') count++
    return count
  }
  return 0
}

interface Box {
  readonly type: string
  readonly bodyStart: number
  readonly end: number
}

async function* boxes(file: AudioFile, start: number, end: number): AsyncGenerator<Box> {
  for (let at = start; at + 8 <= end;) {
    const head = await file.read(at, 16)
    if (head.length < 8) return
    const short = head.readUInt32BE(0)
    const isLong = short === 1 && head.length === 16
    const headBytes = isLong ? 16 : 8
    // A size of 0 stands for all that follows.
    const size = isLong ? Number(head.readBigUInt64BE(8)) : short === 0 ? end - at : short
    if (size < headBytes) return
    yield { type: head.toString('latin1', 4, 8), bodyStart: at + headBytes, end: Math.min(end, at + size) }
    at += size
  }
}
