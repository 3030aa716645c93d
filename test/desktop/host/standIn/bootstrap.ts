import { mkdtempSync, rmSync } from 'node:fs'
import { register } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { debuggingAddress, endChromium, startChromium } from './chromium'
import * as electron from './electron'

// Loaded before the built main process, in a child of the specification. Makes Node look like Electron's main process:
// the module "electron", the command line, the signal that the app is ready. Then it runs what the specification sends.

const standIn = new URL('electron.js', import.meta.url).href
const hooks = `export async function resolve(specifier, context, next) {
  return specifier === 'electron' ? { url: ${JSON.stringify(standIn)}, shortCircuit: true } : next(specifier, context)
}`
register(`data:text/javascript,${encodeURIComponent(hooks)}`)

// As Electron started in a checkout sees it: its own path, the app's folder, what the person added.
process.argv = [process.execPath, electron.app.getAppPath(), ...process.argv.slice(2)]

const profile = mkdtempSync(join(tmpdir(), 'cepstra-stand-in-'))
electron.app.release = async () => {
  await endChromium()
  rmSync(profile, { recursive: true, force: true })
}

interface Asked {
  id: number
  source: string
  input: unknown
}

process.on('message', ({ id, source, input }: Asked) => {
  const run = async (): Promise<unknown> => {
    // The text of a function of the specification, as Playwright sends it to Electron.
    const call = (0, eval)(`(${source})`) as (module: typeof electron, input: unknown) => unknown
    return call(electron, input)
  }
  run().then(
    (value) => process.send?.({ id, value }),
    (error: unknown) => process.send?.({ id, error: String(error) }),
  )
})
process.on('disconnect', () => electron.app.exit(1))

setImmediate(() => {
  startChromium(profile).then(
    () => {
      process.send?.({ debugging: debuggingAddress() })
      electron.app.becomeReady()
    },
    (error: unknown) => {
      console.error(error)
      electron.app.exit(1)
    },
  )
})
