import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { _electron } from 'playwright'
import type { Desktop, DesktopOptions } from './desktop'
import { dropFiles, environment, eventually } from './surroundings'

/** Starts the built shell in Electron itself. */
export async function launchElectron(root: string, executablePath: string, options: DesktopOptions): Promise<Desktop> {
  const env = environment(options.home)
  const switches = [`--user-data-dir=${join(options.home, 'user-data')}`]
  // Chromium's sandbox refuses to run as root.
  if (process.getuid?.() === 0) switches.push('--no-sandbox')
  const electron = await _electron.launch({ executablePath, args: [...switches, root, ...(options.args ?? [])], env })
  const child = electron.process()
  let printed = ''
  child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))

  return {
    evaluate: (call, input) => electron.evaluate<never, unknown>(call as never, input),
    page: (isMeant) => eventually(() => electron.windows().find((page) => isMeant(page.url())), 'the window'),
    pages: () => electron.windows(),
    drop: dropFiles,
    startAgain: async (args) => {
      const second = spawn(executablePath, [...switches, root, ...args], { env, stdio: 'ignore' })
      await new Promise((resolve) => second.once('exit', resolve))
    },
    quit: async () => {
      await electron.evaluate(({ app }) => app.quit()).catch(() => undefined)
      return exited
    },
    output: () => printed,
  }
}
