import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The root of the repository, without a slash at the end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

const children = new Set()

function endTree(child) {
  try {
    if (process.platform === 'win32') child.kill()
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has ended in the meantime.
  }
}

// A group of its own does not get the terminal's Ctrl C, so it is passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    for (const child of children) endTree(child)
    process.exit(1)
  })
}

/**
 * Runs a command in the repository's root without a stdin and collects what it prints. After `limitSeconds` it is ended
 * together with everything it started. Never throws: a command that could not start has the status 127.
 */
export function run(command, args, { env = {}, limitSeconds = 600 } = {}) {
  return new Promise((resolve) => {
    const startedAt = performance.now()
    const output = []
    let timedOut = false
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    children.add(child)
    const timer = setTimeout(() => {
      timedOut = true
      endTree(child)
    }, limitSeconds * 1000)
    let finished = false
    const finish = (status) => {
      if (finished) return
      finished = true
      clearTimeout(timer)
      children.delete(child)
      let text = Buffer.concat(output).toString('utf8')
      if (timedOut) text += `\nEnded after ${limitSeconds} seconds, the limit for this step.\n`
      resolve({ status, text, timedOut, seconds: (performance.now() - startedAt) / 1000 })
    }
    child.stdout.on('data', (chunk) => output.push(chunk))
    child.stderr.on('data', (chunk) => output.push(chunk))
    child.on('error', (error) => {
      output.push(Buffer.from(`${error.message}\n`))
      finish(127)
    })
    child.on('exit', (status) => {
      // Whatever a command left running would hold ports and files that the next one needs, and these pipes.
      endTree(child)
      setTimeout(() => finish(status ?? 1), 3000).unref()
    })
    child.on('close', (status) => finish(status ?? 1))
  })
}
