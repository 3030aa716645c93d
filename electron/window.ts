import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { join } from 'node:path'
import { page } from './page'
import { isReachable, readWindowState, writeWindowState } from './windowState'

const reloadPauseMilliseconds = 1000

function keepState(window: BrowserWindow, path: string): void {
  let timer: NodeJS.Timeout | undefined
  const write = (): void => {
    clearTimeout(timer)
    try {
      writeWindowState(path, { bounds: window.getNormalBounds(), maximized: window.isMaximized() })
    } catch (error) {
      console.error(`The window's place could not be kept in ${path}:`, error)
    }
  }
  const writeSoon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(write, 500)
  }
  window.on('resize', writeSoon)
  window.on('move', writeSoon)
  window.on('maximize', writeSoon)
  window.on('unmaximize', writeSoon)
  window.on('close', write)
  window.on('closed', () => clearTimeout(timer))
}

/** Opens the window where it stood last, as long as that place can still be seen, and loads the page into it. */
export function openWindow(): BrowserWindow {
  const statePath = join(app.getPath('userData'), 'window.json')
  const kept = readWindowState(statePath)
  const workAreas = screen.getAllDisplays().map((display) => display.workArea)
  const bounds = kept && isReachable(kept.bounds, workAreas) ? kept.bounds : { width: 1360, height: 860 }

  const window = new BrowserWindow({
    ...bounds,
    minWidth: 900,
    minHeight: 560,
    show: false,
    title: app.getName(),
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff',
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  keepState(window, statePath)
  window.once('ready-to-show', () => {
    if (kept?.maximized) window.maximize()
    window.show()
  })
  // Jobs belong to the engine, so a page that was lost costs no more than loading it again.
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    setTimeout(() => {
      if (!window.isDestroyed()) window.webContents.reload()
    }, reloadPauseMilliseconds)
  })
  window.loadURL(page.url).catch((error: unknown) => console.error(`The page ${page.url} could not be loaded:`, error))
  return window
}
