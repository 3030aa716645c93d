import { fork, type ChildProcess } from 'node:child_process'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright'
import { build } from 'vite'
import type { Desktop, DesktopOptions } from './desktop'
import { dropFiles, environment, eventually } from './surroundings'

interface Answer {
  id?: number
  value?: unknown
  error?: string
  debugging?: string
}

let built: Promise<string> | null = null

/** Turns the stand-in into files that plain Node runs, once for all specifications. */
async function buildStandIn(root: string): Promise<string> {
  const source = join(import.meta.dirname, 'standIn')
  // Inside the repository, so that the files find its node_modules.
  const outDir = join(root, 'test-results/desktop-host')
  await build({
    configFile: false,
    logLevel: 'warn',
    root: source,
    build: {
      ssr: true,
      target: 'node20',
      minify: false,
      outDir,
      emptyOutDir: true,
      rolldownOptions: {
        input: {
          bootstrap: join(source, 'bootstrap.ts'),
          electron: join(source, 'electron.ts'),
          parentPort: join(source, 'parentPort.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
  return outDir
}

function start(root: string, folder: string, options: DesktopOptions, args: readonly string[]): ChildProcess {
  const given = [`--user-data-dir=${join(options.home, 'user-data')}`, ...args]
  return fork(join(root, 'out/main/main.js'), given, {
    cwd: root,
    env: { ...environment(options.home), STAND_IN_APP_PATH: root },
    execArgv: ['--import', pathToFileURL(join(folder, 'bootstrap.js')).href],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

/** Starts the built shell over Node and Chromium. */
export async function launchStandIn(root: string, options: DesktopOptions): Promise<Desktop> {
  built ??= buildStandIn(root)
  const folder = await built
  const child = start(root, folder, options, options.args ?? [])
  let printed = ''
  child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))

  const asked = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let nextId = 1
  const debugging = await new Promise<string>((resolve, reject) => {
    child.on('message', ({ id, value, error, debugging }: Answer) => {
      if (debugging !== undefined) resolve(debugging)
      if (id === undefined) return
      const waiting = asked.get(id)
      asked.delete(id)
      if (error === undefined) waiting?.resolve(value)
      else waiting?.reject(new Error(error))
    })
    void exited.then((code) => reject(new Error(`The main process ended with ${String(code)}:\n${printed}`)))
  })
  void exited.then(() => {
    for (const { reject } of asked.values()) reject(new Error('The main process has ended.'))
  })
  const browser = await chromium.connectOverCDP(debugging).catch((error: unknown) => {
    throw new Error(`Chromium of the stand-in cannot be reached. The main process printed:\n${printed}`, {
      cause: error,
    })
  })
  const pages = (): ReturnType<Desktop['pages']> => browser.contexts().flatMap((context) => context.pages())

  const evaluate: Desktop['evaluate'] = (call, input) =>
    new Promise((resolve, reject) => {
      if (!child.connected) throw new Error('The main process has ended.')
      const id = nextId++
      asked.set(id, { resolve: resolve as (value: unknown) => void, reject })
      child.send({ id, source: call.toString(), input })
    })

  return {
    evaluate,
    page: (isMeant) => eventually(() => pages().find((page) => isMeant(page.url())), 'the window'),
    pages,
    drop: async (page, paths) => {
      await evaluate(
        async ({ BrowserWindow }, files) => {
          // Only the stand-in's pages have to be told; see WebContents.setFiles there.
          const [window] = BrowserWindow.getAllWindows() as unknown as {
            webContents: { setFiles(files: { name: string; path: string }[]): Promise<void> }
          }[]
          await window?.webContents.setFiles(files)
        },
        paths.map((path) => ({ name: basename(path), path })),
      )
      await dropFiles(page, paths)
    },
    startAgain: async (args) => {
      const second = start(root, folder, options, args)
      await new Promise((resolve) => second.once('exit', resolve))
    },
    quit: async () => {
      await evaluate(({ app }) => app.quit(), null).catch(() => undefined)
      return exited
    },
    output: () => printed,
  }
}
