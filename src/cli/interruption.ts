const controller = new AbortController()
let listening = false

/**
 * Aborted when this process is asked to end: by Ctrl C (SIGINT), SIGTERM, or a terminal that is closed (SIGHUP); the
 * reason is the signal's name. From the first call on, the first request to end is ours to fulfil; a second one ends
 * the process at once.
 */
export function interruption(): AbortSignal {
  if (!listening) {
    listening = true
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(name, () => {
        controller.abort(name)
      })
    }
  }
  return controller.signal
}
