import { resolve } from 'node:path'
import { Command } from 'commander'
import { openLog } from '../engine/log'
import { version } from '../engine/version'
import { addCluster } from './commands/cluster'
import { addCalibrate } from './commands/calibrate'
import { addCompare } from './commands/compare'
import { addDemo } from './commands/demo'
import { addDoubtful } from './commands/doubtful'
import { addEvaluate } from './commands/evaluate'
import { addExport } from './commands/export'
import { addExtract } from './commands/extract'
import { addFeatures } from './commands/features'
import { addFitTable } from './commands/fitTable'
import { addImport } from './commands/import'
import { addInspect } from './commands/inspect'
import { addLabel } from './commands/label'
import { addNew } from './commands/new'
import { addRecipe } from './commands/recipe'
import { addSample } from './commands/sample'
import { addSelect } from './commands/select'
import { addServe } from './commands/serve'
import { addTimeline } from './commands/timeline'
import { addTrain } from './commands/train'
import { addUpdate } from './commands/update'
import { expectedFailure } from './expectedFailure'
import type { Places } from './places'

// A reader that has seen enough, such as `head`, closes the pipe; the work itself goes on to its end.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return
    process.exitCode = 1
    process.stderr.write(`cepstra: the answer cannot be written: ${error.message}\n`)
  })
}

const places: Places = {
  workerFile: resolve(import.meta.dirname, 'worker.js'),
  pageFolder: resolve(import.meta.dirname, '../renderer'),
  samplesFolder: resolve(import.meta.dirname, '../../resources/samples'),
}

const program = new Command('cepstra')
  .description('Model voices and sounds with Gaussian mixtures. Everything stays on this machine.')
  .version(version)
  .showHelpAfterError('(add --help for what a command takes)')

const commands = [
  ...[
    addNew,
    addImport,
    addExtract,
    addTrain,
    addUpdate,
    addCalibrate,
    addSelect,
    addLabel,
    addDoubtful,
    addEvaluate,
    addCompare,
    addSample,
    addExport,
  ],
  ...[addFeatures, addInspect, addRecipe, addFitTable, addTimeline, addCluster, addServe, addDemo],
]
for (const add of commands) add(program, places)

try {
  await program.parseAsync()
} catch (error) {
  const failure = expectedFailure(error)
  // What a shell makes of a program that was interrupted.
  process.exitCode = failure?.code === 'CANCELLED' ? 130 : 1
  if (failure) process.stderr.write(`cepstra: ${failure.message} [${failure.code}]\n`)
  else {
    openLog().error({ err: error }, 'a command failed')
    const details = error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.stderr.write(`cepstra: something went wrong inside; please report this.\n${details}\n`)
  }
}
