import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import envPaths from 'env-paths'
import pino, { type Logger } from 'pino'

export type Log = Logger

/** Folders of this program outside any project. CEPSTRA_HOME puts them all under one, for tests and portable use. */
export function programFolders(): { data: string; log: string } {
  const home = process.env['CEPSTRA_HOME']
  if (home) return { data: join(home, 'data'), log: join(home, 'log') }
  return envPaths('cepstra', { suffix: '' })
}

/** A log of what went wrong unexpectedly, one file for all shells; it names files and labels but never leaves the machine. */
export function openLog(): Log {
  const { log } = programFolders()
  mkdirSync(log, { recursive: true })
  return pino({ level: 'info' }, pino.destination({ dest: join(log, 'cepstra.log'), sync: true }))
}
