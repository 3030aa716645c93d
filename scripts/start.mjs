// `npm start`: builds where that is needed and opens the workbench: in a window of its own where that is possible, else
// in the browser. A project to open may follow: `npm start -- PROJECT`. With `--browser`, the browser in any case.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build, canBuild, isFresh } from './build.mjs'
import { desktopRuntime } from './desktop.mjs'
import { root } from './run.mjs'

const asked = process.argv.slice(2)
const inBrowser = asked.includes('--browser')
const project = asked.filter((word) => word !== '--browser')

/** Runs a program in the foreground. Answers with its exit status and for how many seconds it ran. */
function foreground(command, args) {
  return new Promise((resolve) => {
    const startedAt = performance.now()
    const child = spawn(command, args, { cwd: process.env.INIT_CWD ?? root, stdio: 'inherit' })
    const stop = (signal) => child.kill(signal)
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
    child.on('error', () => resolve({ status: 127, seconds: 0 }))
    child.on('exit', (status, signal) => {
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
      resolve({ status: signal ? 0 : status, seconds: (performance.now() - startedAt) / 1000 })
    })
  })
}

async function open() {
  if (!isFresh() && canBuild()) {
    console.log('Building ...')
    const failure = await build()
    if (failure) {
      console.error(failure)
      return 1
    }
  }
  let { path, reason } = inBrowser
    ? { path: null, reason: 'it was asked for' }
    : await desktopRuntime({ say: (line) => console.log(line) })
  if (path) {
    const { status, seconds } = await foreground(path, [root, ...project])
    // A window that never came up, for want of a system library or of a sandbox, is no reason to have no workbench.
    if (status === 0 || seconds > 15) return status
    reason = `Electron ended at once with status ${status}`
  }
  console.log(`Opening the workbench in the browser: ${reason}.`)
  const { status } = await foreground(process.execPath, [join(root, 'bin/cepstra.js'), 'serve', ...project, '--open'])
  return status
}

process.exitCode = await open()
