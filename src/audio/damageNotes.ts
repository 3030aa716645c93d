/**
 * A loss longer than this is no loss: the position that tells of it is wrong, and hours of silence would be made of a
 * few bytes.
 */
export const longestGapSeconds = 600

/** More places than these are counted only: a sentence each would bury the rest. */
const mostSentences = 20

/**
 * Writes a sentence for each damaged place of a file into `warnings`, in order. Places that adjoin share one, and
 * beyond 20 places a last sentence counts the others.
 */
export function damageNotes(
  name: string,
  sampleRateHz: number,
  warnings: string[],
): {
  silent(from: number, count: number): void
  skipped(at: number, bytes: number): void
  jumped(at: number, count: number): void
} {
  let places = 0
  let silentFrom = 0
  let silentEnd = -1
  const seconds = (samples: number): string => (samples / sampleRateHz).toFixed(2)
  const add = (sentence: string): void => {
    places++
    if (places <= mostSentences) warnings.push(`${name} is damaged at ${sentence}`)
    else {
      if (places > mostSentences + 1) warnings.pop()
      warnings.push(`${name} is damaged at ${places - mostSentences} more places.`)
    }
  }
  return {
    /** `count` samples from sample `from` on could not be decoded and stand as zeros. */
    silent(from, count) {
      const isMore = from === silentEnd
      if (!isMore) silentFrom = from
      silentEnd = from + count
      if (isMore && places > mostSentences) return
      if (isMore) {
        warnings.pop()
        places--
      }
      const gap = seconds(silentEnd - silentFrom)
      add(`${seconds(silentFrom)} s: ${gap} s there could not be decoded and are silent.`)
    },
    /** What the file says of sample `at` is `count` samples off, which was not believed. */
    jumped(at, count) {
      add(
        `${seconds(at)} s: its positions jump by ${(count / sampleRateHz).toFixed(0)} s there, which was passed over.`,
      )
    },
    /** `bytes` that are no sound were passed over at sample `at`; they take no time. */
    skipped(at, bytes) {
      add(`${seconds(at)} s: ${bytes} bytes there are no MPEG frames.`)
    },
  }
}
