import { spawn, type ChildProcess } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')
export const samplesFolder = join(root, 'resources/samples')
export const voices = readdirSync(samplesFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()

export interface Finished {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  readonly seconds: number
}

/** The program as a person runs it, in a process of its own that keeps nothing outside `folder`. */
export function start(folder: string, args: readonly string[]): { child: ChildProcess; ended: Promise<Finished> } {
  const startedAt = performance.now()
  const temporary = join(folder, 'tmp')
  mkdirSync(temporary, { recursive: true })
  const child = spawn(process.execPath, [join(root, 'bin/cepstra.js'), ...args], {
    cwd: folder,
    env: { ...process.env, CEPSTRA_HOME: join(folder, 'home'), TMPDIR: temporary, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (part: string) => {
      text[name] += part
    })
  }
  const ended = new Promise<Finished>((done) => {
    child.on('close', (status, signal) => {
      done({ status, signal, ...text, seconds: (performance.now() - startedAt) / 1000 })
    })
  })
  return { child, ended }
}

/** Runs a command to its end, whatever that is. */
export function cepstra(folder: string, ...args: string[]): Promise<Finished> {
  return start(folder, args).ended
}

/** Runs a command that has to succeed, and reads its one JSON document. */
export async function cepstraJson<T = Record<string, unknown>>(folder: string, ...args: string[]): Promise<T> {
  const { status, stdout, stderr } = await cepstra(folder, ...args, '--json')
  if (status !== 0) throw new Error(`cepstra ${args.join(' ')} ended with ${status}:\n${stderr}${stdout}`)
  return JSON.parse(stdout) as T
}

/** A folder that is gone after the test's `using` block. */
export function scratch(): Disposable & { path: string } {
  const path = mkdtempSync(join(tmpdir(), 'cepstra-cli-'))
  return {
    path,
    [Symbol.dispose]() {
      rmSync(path, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Some sample sentences of some voices, copied to folder/voice/sentence. */
export function copySamples(folder: string, chosen: readonly string[], sentences: readonly number[]): string {
  for (const voice of chosen) {
    const files = readdirSync(join(samplesFolder, voice)).sort()
    mkdirSync(join(folder, voice), { recursive: true })
    for (const i of sentences) {
      const name = files[i]
      if (name === undefined) throw new Error(`${voice} has no sentence ${i}.`)
      copyFileSync(join(samplesFolder, voice, name), join(folder, voice, name))
    }
  }
  return folder
}
