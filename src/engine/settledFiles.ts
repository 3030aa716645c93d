import { setTimeout } from 'node:timers/promises'
import type { FoundFile } from '../project/findAudioFiles'

/** A file that did not change for so long counts as completely written. */
const settleMs = 800
/** One without any bytes is likelier to be written yet. */
const emptySettleMs = 5000
/** Between two looks while nothing is expected. */
const restMs = 1500
/** Looking may take this share of the time, so that very large folders do not keep a core busy. */
const lookShare = 0.2

interface Sighting {
  readonly bytes: number
  readonly modifiedMs: number
  /** When it was first seen like this. */
  readonly sinceMs: number
  readonly told: boolean
}

/**
 * Remembers files from look to look. The answer to each look holds the files that have come to rest since the last: new ones
 * and changed ones, each once as it is.
 */
export function settling(): (files: readonly FoundFile[], nowMs: number) => { settled: FoundFile[]; pending: number } {
  let seen = new Map<string, Sighting>()
  return (files, nowMs) => {
    const now = new Map<string, Sighting>()
    const settled: FoundFile[] = []
    let pending = 0
    for (const file of files) {
      const { path, bytes, modifiedMs } = file
      const before = seen.get(path)
      const isSame = before?.bytes === bytes && before.modifiedMs === modifiedMs
      const sinceMs = isSame ? before.sinceMs : nowMs
      const told = isSame && before.told
      const isDue = !told && isSame && nowMs - sinceMs >= (bytes === 0 ? emptySettleMs : settleMs)
      if (isDue) settled.push(file)
      else if (!told) pending++
      now.set(path, { bytes, modifiedMs, sinceMs, told: told || isDue })
    }
    // What is gone is forgotten: should it come back, it is told again.
    seen = now
    return { settled, pending }
  }
}

/**
 * Files as they appear, once they are completely written; again when they change. It looks at all of them every second or
 * two, which finds them on any disk, network drives that tell no events included. Ends when the signal is aborted.
 */
export async function* settledFiles(
  look: () => Promise<readonly FoundFile[]>,
  signal: AbortSignal,
): AsyncGenerator<readonly FoundFile[], void> {
  const settle = settling()
  while (!signal.aborted) {
    const startedMs = performance.now()
    const files = await look()
    const endedMs = performance.now()
    const { settled, pending } = settle(files, endedMs)
    if (settled.length > 0) yield settled
    const pauseMs = Math.max(pending > 0 ? settleMs : restMs, (endedMs - startedMs) / lookShare)
    // Aborting is the way in which this ends, and no failure.
    await setTimeout(pauseMs, undefined, { signal }).catch(() => undefined)
  }
}
