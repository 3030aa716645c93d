import { EventEmitter } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, rmSync, unlinkSync, watch, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { livingUtilityProcesses } from './utilityProcess'

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

interface Stoppable {
  defaultPrevented: boolean
  preventDefault(): void
}

function stoppable(): Stoppable {
  const event = {
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true
    },
  }
  return event
}

class App extends EventEmitter {
  readonly isPackaged = false
  #name = 'Electron'
  #ready = false
  #quitting = false
  /** Set by the windows: closes them all. */
  closeWindows: () => Promise<void> = () => Promise.resolve()
  /** Set by the bootstrap: ends Chromium. */
  release: () => Promise<void> = () => Promise.resolve()

  becomeReady(): void {
    this.#ready = true
    this.emit('ready', {})
  }

  isReady(): boolean {
    return this.#ready
  }

  whenReady(): Promise<void> {
    return this.#ready ? Promise.resolve() : new Promise((resolve) => this.once('ready', () => resolve()))
  }

  setName(name: string): void {
    this.#name = name
  }

  getName(): string {
    return this.#name
  }

  getAppPath(): string {
    return process.env.STAND_IN_APP_PATH ?? process.cwd()
  }

  getPath(name: string): string {
    if (name === 'userData') {
      const given = process.argv.find((argument) => argument.startsWith('--user-data-dir='))
      return given ? given.slice('--user-data-dir='.length) : join(tmpdir(), this.#name)
    }
    if (name === 'documents') return join(homedir(), 'Documents')
    throw new Error(`The stand-in knows no path for '${name}'.`)
  }

  enableSandbox(): void {
    // Chromium's own sandbox is as the machine allows; the preload is confined in any case.
  }

  addRecentDocument(): void {
    // There is no list of recent documents on Linux, in Electron neither.
  }

  getAppMetrics(): { pid: number; type: string; name: string }[] {
    return livingUtilityProcesses()
  }

  /** Holds a lock in the user data; a second start leaves its message beside it, where the first one finds it. */
  requestSingleInstanceLock(additionalData: unknown = {}): boolean {
    const folder = join(this.getPath('userData'), 'stand-in-starts')
    const lock = join(folder, 'lock')
    mkdirSync(folder, { recursive: true })
    try {
      const holder = Number(readFileSync(lock, 'utf8'))
      if (holder !== process.pid && isAlive(holder)) {
        const message = { argv: process.argv, workingDirectory: process.cwd(), additionalData }
        writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify(message))
        return false
      }
    } catch {
      // Nobody holds it.
    }
    writeFileSync(lock, String(process.pid))
    const watcher = watch(folder, () => {
      for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
        let message: { argv: string[]; workingDirectory: string; additionalData: unknown }
        try {
          message = JSON.parse(readFileSync(join(folder, name), 'utf8')) as typeof message
          unlinkSync(join(folder, name))
        } catch {
          // Not written to its end yet; the end of the writing is another event.
          continue
        }
        this.emit('second-instance', stoppable(), message.argv, message.workingDirectory, message.additionalData)
      }
    })
    this.once('quit', () => {
      watcher.close()
      rmSync(lock, { force: true })
    })
    return true
  }

  quit(): void {
    void this.#quit()
  }

  async #quit(): Promise<void> {
    if (this.#quitting) return
    this.#quitting = true
    this.emit('before-quit', stoppable())
    await this.closeWindows()
    const event = stoppable()
    this.emit('will-quit', event)
    this.#quitting = false
    if (!event.defaultPrevented) await this.#exit(0)
  }

  exit(code = 0): void {
    void this.#exit(code)
  }

  async #exit(code: number): Promise<void> {
    this.#quitting = true
    this.emit('quit', {}, code)
    await this.release()
    process.exit(code)
  }

  /** All windows are closed: the app ends unless somebody decides about that. */
  lastWindowClosed(): void {
    if (this.#quitting) return
    if (this.listenerCount('window-all-closed') === 0) this.quit()
    else this.emit('window-all-closed')
  }
}

export const app = new App()
