import { fork, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { MutantOutcome, MutantRequest } from './decodeMutants'

/** What one mutant may take. */
export interface DecoderLimits {
  /**
   * Of the processor where the system tells it (Linux): on a busy machine a process may stand still for seconds through
   * no fault of its own. Elsewhere, and after ten times as long, of the clock.
   */
  readonly milliseconds: number
  readonly megabytes: number
}

export interface DecoderProcess {
  /** Never fails: a crash and a hang are outcomes too. One mutant at a time; a bad outcome is the process's last. */
  decode(index: number): Promise<MutantOutcome>
  stop(): void
}

/** Starts a child that answers requests as decodeMutants.ts does, and watches its time and memory. */
export function startDecoder(file: string, args: readonly string[], limits: DecoderLimits): DecoderProcess {
  const child: ChildProcess = fork(file, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] })
  let complaint = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000)
  })
  return {
    decode: (index) =>
      new Promise((resolve) => {
        const bad = (ended: string, milliseconds: number): void => {
          finish({ index, ended, isGood: false, milliseconds, peakMegabytes: 0 })
        }
        const finish = (outcome: MutantOutcome): void => {
          clearInterval(timer)
          child.off('exit', onExit)
          child.off('message', onMessage)
          resolve(outcome)
        }
        const onExit = (code: number | null, signal: string | null): void => {
          bad(`its process ended with ${signal ?? code}: ${complaint.trim()}`, 0)
        }
        const onMessage = (outcome: MutantOutcome): void => {
          const { peakMegabytes } = outcome
          const isLarge = outcome.isGood && peakMegabytes > limits.megabytes
          finish(isLarge ? { ...outcome, isGood: false, ended: `${peakMegabytes.toFixed(0)} MB in memory` } : outcome)
        }
        const startedAt = performance.now()
        const workedBefore = workedMilliseconds(child.pid)
        const timer = setInterval(() => {
          const passed = performance.now() - startedAt
          const now = workedMilliseconds(child.pid)
          const worked = now === null || workedBefore === null ? passed : now - workedBefore
          if (worked < limits.milliseconds && passed < 10 * limits.milliseconds) return
          bad(`no answer within ${limits.milliseconds} ms`, passed)
        }, limits.milliseconds / 10)
        child.once('exit', onExit)
        child.once('message', onMessage)
        const request: MutantRequest = { index }
        child.send(request)
      }),
    stop: () => {
      child.removeAllListeners()
      child.kill('SIGKILL')
    },
  }
}

/** The processor time of a process so far, from /proc, whose clock ticks 100 times a second; null elsewhere. */
function workedMilliseconds(pid: number | undefined): number | null {
  try {
    // The name of the program, in parentheses, may hold spaces; behind it user and system time are fields 12 and 13.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? []
    return 10 * (Number(fields[11]) + Number(fields[12]))
  } catch {
    return null
  }
}
