import { app } from 'electron'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const file = join(import.meta.dirname, '../renderer/index.html')
const devServer = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL

/** The one page that this program shows: the built one, or in development that of the dev server. */
export const page = {
  url: devServer ?? pathToFileURL(file).href,
  isDevelopment: devServer !== undefined,
  /** Whether an address is this page, whatever its query and fragment. */
  is(address: string): boolean {
    if (!URL.canParse(address)) return false
    const asked = new URL(address)
    const own = new URL(page.url)
    return asked.protocol === own.protocol && asked.host === own.host && asked.pathname === own.pathname
  },
}
