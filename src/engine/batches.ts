const mostItems = 256
const mostBytes = 2e6

/**
 * Cuts work on files into parts that are worth a message to another thread: some hundreds of short files together, a long
 * one alone, and of few files no fewer parts than keep all threads at work. The order stays.
 *
 * @param bytesOf the length of an item's file.
 */
export function batches<Item>(
  items: readonly Item[],
  threadCount: number,
  bytesOf: (item: Item) => number,
): readonly (readonly Item[])[] {
  const most = Math.max(1, Math.min(mostItems, Math.ceil(items.length / (4 * threadCount))))
  const parts: Item[][] = []
  let bytes = Infinity
  for (const item of items) {
    const part = parts.at(-1)
    bytes += bytesOf(item)
    if (part && bytes <= mostBytes && part.length < most) part.push(item)
    else {
      parts.push([item])
      bytes = bytesOf(item)
    }
  }
  return parts
}
