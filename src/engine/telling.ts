/**
 * Turns work that tells of its progress into what can be iterated: news as they come (the latest, where the reader is
 * slower), then the result as the return value. A reader that leaves aborts the work.
 */
export async function* telling<News, Result>(
  work: (tell: (news: News) => void, signal: AbortSignal) => Promise<Result>,
): AsyncGenerator<News, Result, void> {
  const abort = new AbortController()
  let latest: { readonly news: News } | undefined
  let ended = false
  let wake = (): void => undefined
  const result = work((news) => {
    latest = { news }
    wake()
  }, abort.signal).finally(() => {
    ended = true
    wake()
  })
  // It may fail while the reader is busy with the news before that.
  result.catch(() => undefined)
  try {
    for (;;) {
      if (latest) {
        const { news } = latest
        latest = undefined
        yield news
      } else if (ended) return await result
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    abort.abort()
  }
}
