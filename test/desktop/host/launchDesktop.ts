import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Desktop, DesktopOptions } from './desktop'
import { launchElectron } from './launchElectron'
import { launchStandIn } from './launchStandIn'

export const root = resolve(import.meta.dirname, '../../..')

/** Electron's executable where its runtime is here and can open a window, else the reason why the stand-in has to do. */
export function findRuntime(): { path: string } | { reason: string } {
  const home = join(root, 'node_modules/electron')
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(home, 'dist')
  const named = join(home, 'path.txt')
  const usual = process.platform === 'win32' ? 'electron.exe' : 'electron'
  const path = join(folder, existsSync(named) ? readFileSync(named, 'utf8') : usual)
  if (!existsSync(path)) return { reason: `no Electron runtime in ${folder}` }
  const needsDisplay = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
  return needsDisplay ? { reason: 'an Electron runtime, but no display' } : { path }
}

/** One line that says which of the two the tests ran in. */
export function hostLine(): string {
  const runtime = findRuntime()
  return 'path' in runtime ? `desktop host: Electron (${runtime.path})` : `desktop host: stand-in (${runtime.reason})`
}

/** Starts the built desktop shell, out/main/main.js, with its own home folder. */
export function launchDesktop(options: DesktopOptions): Promise<Desktop> {
  const runtime = findRuntime()
  return 'path' in runtime ? launchElectron(root, runtime.path, options) : launchStandIn(root, options)
}
