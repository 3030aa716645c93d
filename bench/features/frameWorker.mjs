// A worker thread that runs frameWork.ts, which Node does not read by itself.
import { join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { runnerImport } from 'vite'

const { module } = await runnerImport(join(import.meta.dirname, 'frameWork.ts'), {
  configFile: false,
  root: join(import.meta.dirname, '../..'),
  logLevel: 'warn',
})
parentPort?.on('message', (asked) => parentPort?.postMessage(module.frameWork(asked)))
parentPort?.postMessage('ready')
