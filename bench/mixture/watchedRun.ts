import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'

/** What a process took until its end. Memory in MB (10^6 bytes), as Linux counts it; all threads are in it. */
export interface WatchedRun {
  readonly seconds: number
  readonly stdout: string
  /** The most resident memory at any moment. */
  readonly peakMB: number
  /** The most that was the process's own, and the most that belonged to files it had mapped. */
  readonly peakOwnMB: number
  readonly peakFileMB: number
}

const millisecondsBetweenLooks = 50

/**
 * Runs Node with the arguments and looks at its memory in /proc while it runs.
 *
 * @throws Error with what the process said when it fails.
 */
export async function watchedRun(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<WatchedRun> {
  const begin = performance.now()
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  })
  const peaks = { VmHWM: 0, RssAnon: 0, RssFile: 0, RssShmem: 0 }
  const looking = setInterval(() => {
    const status = statusOf(child.pid)
    for (const key of Object.keys(peaks) as (keyof typeof peaks)[]) {
      const kilobytes = new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]
      peaks[key] = Math.max(peaks[key], Number(kilobytes ?? 0))
    }
  }, millisecondsBetweenLooks)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  clearInterval(looking)
  if (status !== 0) throw new Error(`cepstra ended with ${status}: ${stderr}`)
  const megabytes = (kilobytes: number) => (kilobytes * 1024) / 1e6
  return {
    seconds: (performance.now() - begin) / 1000,
    stdout,
    peakMB: megabytes(peaks.VmHWM),
    peakOwnMB: megabytes(peaks.RssAnon + peaks.RssShmem),
    peakFileMB: megabytes(peaks.RssFile),
  }
}

/** Empty when the process has just ended. */
function statusOf(pid: number | undefined): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}
