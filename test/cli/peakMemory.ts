import { readFileSync } from 'node:fs'
import { start, type Finished } from './cepstra'

/** Runs a command and tells the most memory that its process ever had resident, in MB, as the system counted it. */
export async function peakMemory(folder: string, args: string[]): Promise<Finished & { megabytes: number }> {
  const { child, ended } = start(folder, args)
  let kilobytes = 0
  const timer = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8')
      kilobytes = Math.max(kilobytes, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0))
    } catch {
      // The process has just ended; what was read last stands.
    }
  }, 20)
  const finished = await ended
  clearInterval(timer)
  return { ...finished, megabytes: (kilobytes * 1024) / 1e6 }
}
