import { app, BrowserWindow, session } from 'electron'
import { join } from 'node:path'
import { channels } from './channels'
import { answerDialogs } from './dialogs'
import { EngineProcess } from './engineProcess'
import { setMenu } from './menu'
import { projectArgument } from './projectArgument'
import { ProjectRequests } from './projectRequests'
import { hearPage, secureEveryPage, secureSession } from './security'
import { openWindow } from './window'

const projects = new ProjectRequests()
const engine = new EngineProcess({
  modulePath: join(import.meta.dirname, 'engine.js'),
  resources: app.isPackaged ? join(process.resourcesPath, 'resources') : join(app.getAppPath(), 'resources'),
})

/** The project this start was asked to open. A second start passes its own on to the first. */
function askedProject(): string | null {
  return projectArgument(process.argv, {
    workingDirectory: process.cwd(),
    appPath: app.isPackaged ? null : app.getAppPath(),
  })
}

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows()
  if (!window) {
    openWindow()
    return
  }
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function hearOtherStarts(): void {
  app.on('second-instance', (_event, _argv, _workingDirectory, asked) => {
    if (app.isReady()) showWindow()
    if (typeof asked === 'object' && asked !== null && 'project' in asked && typeof asked.project === 'string') {
      projects.ask(asked.project)
    }
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    if (app.isReady()) showWindow()
    projects.ask(path)
  })
  app.on('activate', showWindow)
}

function connectPages(): void {
  hearPage(channels.connect, (event) => engine.connect(event.sender))
  hearPage(channels.listening, (event) => projects.listen(event.sender))
  hearPage(channels.editText, (event, command) => {
    if (command === 'undo') event.sender.undo()
    if (command === 'redo') event.sender.redo()
  })
}

function endWithTheEngine(): void {
  let engineEnded = false
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('will-quit', (event) => {
    if (engineEnded) return
    event.preventDefault()
    void engine.stop().then(() => {
      engineEnded = true
      app.quit()
    })
  })
}

async function start(): Promise<void> {
  const asked = askedProject()
  if (asked !== null) projects.ask(asked)
  hearOtherStarts()
  secureEveryPage()
  endWithTheEngine()
  await app.whenReady()
  secureSession(session.defaultSession)
  connectPages()
  answerDialogs()
  engine.start()
  setMenu((command) => {
    const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
    window?.webContents.send(channels.menuCommand, command)
  })
  openWindow()
}

app.setName('Cepstra')
app.enableSandbox()
if (app.requestSingleInstanceLock({ project: askedProject() })) void start()
else app.quit()
