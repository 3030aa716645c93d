import { join } from 'node:path'
import type { Page } from 'playwright'

/** The environment of a program that finds everything of its person under `home`. */
export function environment(home: string): Record<string, string> {
  const given = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const inherited = Object.fromEntries(
    given.filter(([name]) => !/^(VITEST|NODE_OPTIONS|NODE_ENV|ELECTRON_)/.test(name)),
  )
  return {
    ...inherited,
    HOME: home,
    USERPROFILE: home,
    APPDATA: join(home, 'AppData'),
    LOCALAPPDATA: join(home, 'AppData/Local'),
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local/share'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_STATE_HOME: join(home, '.local/state'),
  }
}

/** Drops real files on the middle of a page, through the debugging interface that Electron and Chromium share. */
export async function dropFiles(page: Page, paths: readonly string[]): Promise<void> {
  const debugging = await page.context().newCDPSession(page)
  const [x, y] = await page.evaluate(() => [window.innerWidth / 2, window.innerHeight / 2])
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await debugging.send('Input.dispatchDragEvent', { type, x, y, data })
  }
  await debugging.detach()
}

/** Waits until `find` has an answer. */
export async function eventually<Answer>(
  find: () => Answer | undefined | Promise<Answer | undefined>,
  what: string,
  limitSeconds = 30,
): Promise<Answer> {
  const end = Date.now() + limitSeconds * 1000
  for (;;) {
    const answer = await find()
    if (answer !== undefined) return answer
    if (Date.now() > end) throw new Error(`${what} did not come in ${limitSeconds} seconds`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
