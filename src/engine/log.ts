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

/**
 * A log of what went wrong unexpectedly, one file for all shells; it names files and labels but never leaves the
 * machine. Where no file can be kept, such as in a home that is read-only, there is no log; that must end nothing.
 */
export function openLog(): Log {
  const { log } = programFolders()
  try {
    mkdirSync(log, { recursive: true })
    const file = pino.destination({ dest: join(log, 'cepstra.log'), sync: true })
    // A disk that is full would otherwise end the process by the very line that is to tell of it.
    file.on('error', () => undefined)
    return pino({ level: 'info' }, file)
  } catch {
    return pino({ level: 'silent' })
  }
}
