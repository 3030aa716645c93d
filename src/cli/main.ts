import { resolve } from 'node:path'
import { Command } from 'commander'
import { isCepstraError } from '../cepstraError'
import { openLog } from '../engine/log'
import { version } from '../engine/version'
import { addDemo } from './commands/demo'
import { addEvaluate } from './commands/evaluate'
import { addExport } from './commands/export'
import { addExtract } from './commands/extract'
import { addImport } from './commands/import'
import { addLabel } from './commands/label'
import { addNew } from './commands/new'
import { addServe } from './commands/serve'
import { addTrain } from './commands/train'
import type { Places } from './places'

const places: Places = {
  workerFile: resolve(import.meta.dirname, 'worker.js'),
  pageFolder: resolve(import.meta.dirname, '../renderer'),
  samplesFolder: resolve(import.meta.dirname, '../../resources/samples'),
}

const program = new Command('cepstra')
  .description('Model voices and sounds with Gaussian mixtures. Everything stays on this machine.')
  .version(version)
  .showHelpAfterError('(add --help for what a command takes)')

for (const add of [addNew, addImport, addExtract, addTrain, addLabel, addEvaluate, addExport, addServe, addDemo]) {
  add(program, places)
}

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = 1
  const code = codeOf(error)
  if (code !== null && code !== 'INTERNAL') {
    process.stderr.write(`cepstra: ${error instanceof Error ? error.message : String(error)} [${code}]\n`)
  } else {
    openLog().error({ err: error }, 'a command failed')
    process.stderr.write(
      `cepstra: something went wrong inside; please report this.\n${String((error as Error).stack ?? error)}\n`,
    )
  }
}

/** The code of an expected failure, whether it met us directly or through a call of the engine. */
function codeOf(error: unknown): string | null {
  if (isCepstraError(error)) return error.code
  if (error instanceof Error && 'code' in error && 'defined' in error) return String(error.code)
  return null
}
