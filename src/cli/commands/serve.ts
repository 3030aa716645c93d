import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { createEngine } from '../../engine/createEngine'
import { version } from '../../engine/version'
import { startServer } from '../../serve/server'
import { interruption } from '../interruption'
import type { Places } from '../places'
import { wholeNumber } from '../wholeNumber'

interface ServeOptions {
  readonly port?: number
  readonly open?: boolean
}

export function addServe(program: Command, places: Places): void {
  program
    .command('serve')
    .description('the workbench in a browser, on this machine alone')
    .argument('[project]', 'a project to open')
    .option('--port <n>', 'the port (default: any that is free)', wholeNumber({ minValue: 0, maxValue: 65_535 }))
    .option('--open', 'open the browser')
    .action((project: string | undefined, options: ServeOptions) => serveProject(project, options, places))
}

/** Serves until the process is told to end; jobs that run then are left for the next program to go on with. */
export async function serveProject(project: string | undefined, options: ServeOptions, places: Places): Promise<void> {
  const { workerFile, samplesFolder, pageFolder } = places
  const engine = createEngine({ workerFile, samplesFolder, version, shell: 'browser' })
  const signal = interruption()
  const ended = new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', resolve)
  })
  try {
    if (project !== undefined) await engine.client.project.open({ path: resolve(project) })
    const server = await startServer({ engine, pageFolder, port: options.port ?? 0 })
    process.stdout.write(`Cepstra is at ${server.address}\n`)
    process.stderr.write('It answers this machine only. Ctrl C ends it.\n')
    if (options.open) openBrowser(server.address)
    await ended
    await server.close()
  } finally {
    await engine.close()
  }
}

/** Asks the system to open an address; where it cannot, the printed address is enough. */
function openBrowser(address: string): void {
  const [command, ...before] =
    process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open']
  const child = spawn(command, [...before, address], { stdio: 'ignore', detached: true })
  child.on('error', () => {
    process.stderr.write('No browser could be opened from here; open the address above by hand.\n')
  })
  child.unref()
}
