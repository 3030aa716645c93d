import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './run.mjs'

const home = join(root, 'node_modules/electron')

/** The Electron executable where its runtime has been fetched, else null. */
function installedRuntime() {
  const named = join(home, 'path.txt')
  const name = existsSync(named)
    ? readFileSync(named, 'utf8')
    : process.platform === 'win32'
      ? 'electron.exe'
      : 'electron'
  const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(home, 'dist'), name)
  return existsSync(path) ? path : null
}

function lastLine(text) {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.find((line) => /error/i.test(line)) ?? lines.findLast((line) => line !== '') ?? 'no reason given'
}

/**
 * Where a desktop window can be opened: the Electron executable, else the reason why there cannot be one. The runtime
 * is no part of an npm install; it is fetched when it is asked for the first time.
 */
export async function desktopRuntime({ say = () => {} } = {}) {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return { path: null, reason: 'there is no display here' }
  }
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    return { path: null, reason: 'a sandboxed window cannot be opened by root' }
  }
  if (!existsSync(join(home, 'install.js'))) {
    return { path: null, reason: 'Electron is not installed (it is one of the development dependencies)' }
  }
  const here = installedRuntime()
  if (here) return { path: here, reason: null }
  say("Fetching Electron's runtime, once, about 120 MB ...")
  const { text, timedOut } = await run(process.execPath, [join(home, 'install.js')], { limitSeconds: 180 })
  const fetched = installedRuntime()
  if (fetched) return { path: fetched, reason: null }
  const why = timedOut ? 'no answer in 180 seconds' : lastLine(text)
  return { path: null, reason: `Electron's runtime could not be fetched (${why})` }
}
