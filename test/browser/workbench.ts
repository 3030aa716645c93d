import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { WebSocket as NodeSocket } from 'ws'
import { engineOverSocket } from '../../src/engine/client'
import type { EngineClient } from '../../src/engine/contract'

export const root = resolve(import.meta.dirname, '../..')

/** The Chromium to look at the page with, or the reason why there is none. */
export function findChromium(): { path: string } | { reason: string } {
  const path = process.env['CEPSTRA_CHROMIUM'] ?? '/usr/bin/chromium'
  return existsSync(path) ? { path } : { reason: `no Chromium at ${path}; CEPSTRA_CHROMIUM can name one` }
}

/** The built workbench, served to a browser from a home folder of its own. */
export interface Workbench {
  /** With the token of this start. */
  readonly address: string
  readonly home: string
  /** The same engine that the page speaks to, asked directly. */
  readonly engine: EngineClient
  stop(): Promise<void>
}

export async function startWorkbench(): Promise<Workbench> {
  const home = mkdtempSync(join(tmpdir(), 'cepstra-page-'))
  const serving = spawn(process.execPath, [join(root, 'bin/cepstra.js'), 'serve', '--port', '0'], {
    cwd: home,
    env: { ...process.env, HOME: home, USERPROFILE: home, XDG_CONFIG_HOME: '', XDG_DATA_HOME: '', XDG_STATE_HOME: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((gone) => serving.once('exit', () => gone()))
  const address = await new Promise<string>((found, fail) => {
    let printed = ''
    const read = (chunk: Buffer): void => {
      printed += chunk.toString()
      const match = /http:\/\/\S+/.exec(printed)
      if (match) found(match[0])
    }
    serving.stdout.on('data', read)
    serving.stderr.on('data', read)
    void ended.then(() => fail(new Error(`cepstra serve ended before it gave an address:\n${printed}`)))
  })
  const { origin, host, searchParams } = new URL(address)
  const socket = new NodeSocket(`ws://${host}/rpc?token=${searchParams.get('token') ?? ''}`, { origin })
  socket.binaryType = 'arraybuffer'
  return {
    address,
    home,
    engine: engineOverSocket(socket as unknown as WebSocket),
    async stop() {
      socket.close()
      serving.kill('SIGTERM')
      const slow = setTimeout(() => serving.kill('SIGKILL'), 5000)
      await ended
      clearTimeout(slow)
      rmSync(home, { recursive: true, force: true })
    },
  }
}
