import { MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron'
import { channels } from './channels'

export interface EngineProcessOptions {
  /** The built engine: out/main/engine.js. */
  readonly modulePath: string
  /** The folder that holds samples/. */
  readonly resources: string
}

const firstPauseMilliseconds = 250
const longestPauseMilliseconds = 15_000
/** An engine that ran for this long was well; the next crash starts counting anew. */
const settledMilliseconds = 30_000
const shutdownMilliseconds = 5_000

/**
 * The engine in its process of its own. It is started again whenever it ends without having been asked to, after a pause
 * that doubles with every crash in a row. Jobs resume in the new one from what was finished.
 */
export class EngineProcess {
  readonly #options: EngineProcessOptions
  #child: UtilityProcess | null = null
  #isReady = false
  #stopping = false
  #crashes = 0
  #restart: NodeJS.Timeout | undefined
  readonly #waiting = new Set<WebContents>()
  readonly #connected = new Set<WebContents>()

  constructor(options: EngineProcessOptions) {
    this.#options = options
  }

  start(): void {
    const { modulePath, resources } = this.#options
    const startedAt = Date.now()
    const child = utilityProcess.fork(modulePath, [], {
      serviceName: 'Cepstra engine',
      env: { ...process.env, CEPSTRA_SHELL: 'desktop', CEPSTRA_RESOURCES: resources },
    })
    this.#child = child
    child.on('message', (message: unknown) => {
      if (!isReadyMessage(message)) return
      this.#isReady = true
      for (const page of this.#waiting) this.#hand(child, page)
      this.#waiting.clear()
    })
    child.on('exit', (code) => {
      this.#child = null
      this.#isReady = false
      if (this.#stopping) return
      // A port does not tell its page that the process at the other end has died.
      for (const page of this.#connected) if (!page.isDestroyed()) page.send(channels.engineLost)
      this.#connected.clear()
      this.#crashes = Date.now() - startedAt > settledMilliseconds ? 1 : this.#crashes + 1
      const pause = Math.min(longestPauseMilliseconds, firstPauseMilliseconds * 2 ** (this.#crashes - 1))
      console.error(`The engine ended with code ${String(code)}; it starts again in ${pause} ms.`)
      this.#restart = setTimeout(() => this.start(), pause)
    })
  }

  /** Gives the page a port of its own to the engine, at once or as soon as there is an engine that is up. */
  connect(page: WebContents): void {
    if (this.#child && this.#isReady) this.#hand(this.#child, page)
    else this.#waiting.add(page)
  }

  #hand(child: UtilityProcess, page: WebContents): void {
    if (page.isDestroyed()) return
    const { port1, port2 } = new MessageChannelMain()
    child.postMessage({ type: 'connect' }, [port1])
    page.postMessage(channels.enginePort, null, [port2])
    this.#connected.add(page)
  }

  /** Asks the engine to close its project and end; ends it by force when it takes too long. */
  stop(): Promise<void> {
    this.#stopping = true
    clearTimeout(this.#restart)
    const child = this.#child
    if (!child) return Promise.resolve()
    return new Promise((resolve) => {
      const force = setTimeout(() => child.kill(), shutdownMilliseconds)
      child.once('exit', () => {
        clearTimeout(force)
        resolve()
      })
      child.postMessage({ type: 'shutdown' })
    })
  }
}

function isReadyMessage(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready'
}
