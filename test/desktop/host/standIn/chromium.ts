import { createServer } from 'node:net'
import { chromium as playwright, type BrowserContext, type Page } from 'playwright'

let starting: Promise<BrowserContext> | null = null
let context: BrowserContext | null = null
let port = 0
let firstPage: Page | null = null

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/** Starts the Chromium that plays the part of Electron's own. */
export async function startChromium(folder: string): Promise<void> {
  port = await freePort()
  starting = playwright.launchPersistentContext(folder, {
    executablePath: process.env.CEPSTRA_CHROMIUM ?? '/usr/bin/chromium',
    viewport: null,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--window-size=1360,860',
      `--remote-debugging-port=${port}`,
      // Electron lets a page that was loaded from a file load its scripts from beside it.
      '--allow-file-access-from-files',
    ],
  })
  context = await starting
  firstPage = context.pages()[0] ?? null
}

export function openContext(): BrowserContext {
  if (!context) throw new Error('Windows can only be opened after the app is ready.')
  return context
}

/** A new page; for the first window the one that Chromium opened by itself. */
export async function newPage(): Promise<Page> {
  const page = firstPage ?? (await openContext().newPage())
  firstPage = null
  return page
}

/** Where the specification takes hold of the same pages. */
export function debuggingAddress(): string {
  return `http://127.0.0.1:${port}`
}

export async function endChromium(): Promise<void> {
  await (await starting)?.close()
}
