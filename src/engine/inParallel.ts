/**
 * Runs `work` over all items, at most `lanes.limit` at a time, in their order of starting. The first failure stops the
 * starting of more, waits for those under way, and is thrown. An abort of `lanes.signal` does the same, with its reason.
 */
export async function inParallel<T>(
  items: Iterable<T>,
  lanes: { readonly limit: number; readonly signal: AbortSignal },
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]()
  let failure: { error: unknown } | undefined
  async function lane(): Promise<void> {
    while (!failure) {
      try {
        lanes.signal.throwIfAborted()
        const next = iterator.next()
        if (next.done) return
        await work(next.value)
      } catch (error) {
        failure ??= { error }
      }
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, lanes.limit) }, lane))
  if (failure) throw failure.error
}
