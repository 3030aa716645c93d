import { app, ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type Session, type WebContents } from 'electron'
import { page } from './page'

/** What the page may load: its own files and what it made itself. It reaches the engine by a port, never by network. */
export const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "media-src 'self' blob:",
  "connect-src 'self' blob:",
  "worker-src 'self' blob:",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Copying a number is the one thing that Chromium asks a permission for and that the page needs. */
const grantedPermission = 'clipboard-sanitized-write'

/** Refuses permissions, devices and downloads from elsewhere, and adds the content security policy to what is loaded. */
export function secureSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === grantedPermission))
  session.setPermissionCheckHandler((_contents, permission) => permission === grantedPermission)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith('blob:')) event.preventDefault()
  })
  // The dev server's page runs inline scripts and talks to its server; it has only the policy in its own markup.
  if (page.isDevelopment) return
  session.webRequest.onHeadersReceived((details, answer) => {
    answer({ responseHeaders: { ...details.responseHeaders, 'Content-Security-Policy': [contentSecurityPolicy] } })
  })
}

/** Keeps a page where it is: no other address, no new windows, no frames, no guests. */
function secureContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !page.is(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!page.is(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

/** Secures every page from the moment it is made, whoever makes it. */
export function secureEveryPage(): void {
  app.on('web-contents-created', (_event, contents) => secureContents(contents))
}

/** Whether a message comes from the top frame of a window that shows this program's page. */
export function isFromPage(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame
  return frame !== null && frame.parent === null && page.is(frame.url)
}

/** Answers a call of the page, and of nobody else. */
export function answerPage<Answer>(
  channel: string,
  answer: (event: IpcMainInvokeEvent, ...input: unknown[]) => Promise<Answer> | Answer,
): void {
  ipcMain.handle(channel, (event, ...input: unknown[]) => {
    if (!isFromPage(event)) throw new Error(`${channel} is answered only to the page of this program.`)
    return answer(event, ...input)
  })
}

/** Hears a message of the page, and of nobody else. */
export function hearPage(channel: string, hear: (event: IpcMainEvent, ...input: unknown[]) => void): void {
  ipcMain.on(channel, (event, ...input: unknown[]) => {
    if (isFromPage(event)) hear(event, ...input)
  })
}
