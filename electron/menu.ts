import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from './channels'

/**
 * Builds the application menu. The page hears a key before the menu does, and a key it took is not seen here again, so
 * that both may name the same ones.
 */
export function setMenu(send: (command: MenuCommand) => void): void {
  const isMac = process.platform === 'darwin'
  const command = (label: string, name: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    id: name,
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => send(name),
  })
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const about: MenuItemConstructorOptions = { role: 'about' }
  const appMenu: MenuItemConstructorOptions = { role: 'appMenu' }
  // Shift Ctrl I, which Electron gives the developer tools, imports files.
  const developing: MenuItemConstructorOptions[] = [
    separator,
    { role: 'reload' },
    { role: 'toggleDevTools', accelerator: 'F12' },
  ]
  const recent: MenuItemConstructorOptions = { role: 'recentDocuments', submenu: [{ role: 'clearRecentDocuments' }] }

  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      command('New Project…', 'project.new', 'CmdOrCtrl+Shift+N'),
      command('Open Project…', 'project.open', 'CmdOrCtrl+O'),
      ...(isMac ? [recent] : []),
      command('Try Sample Voices', 'project.samples'),
      separator,
      command('Import Folders…', 'recordings.importFolders', 'CmdOrCtrl+I'),
      command('Import Files…', 'recordings.importFiles', 'CmdOrCtrl+Shift+I'),
      separator,
      command('Train…', 'models.train'),
      command('Evaluate', 'evaluate.run'),
      separator,
      command('Close Project', 'project.close'),
      { role: isMac ? 'close' : 'quit' },
    ],
  }
  const edit: MenuItemConstructorOptions = {
    label: '&Edit',
    submenu: [
      command('Undo', 'edit.undo', 'CmdOrCtrl+Z'),
      command('Redo', 'edit.redo', 'CmdOrCtrl+Shift+Z'),
      separator,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'delete' },
      separator,
      { role: 'selectAll' },
    ],
  }
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      command('Recordings', 'go.recordings', 'Alt+1'),
      command('Features', 'go.features', 'Alt+2'),
      command('Models', 'go.models', 'Alt+3'),
      command('Recognize', 'go.recognize', 'Alt+4'),
      command('Evaluate', 'go.evaluate', 'Alt+5'),
      command('Lab', 'go.lab', 'Alt+6'),
      separator,
      command('Run a Command…', 'help.palette', 'CmdOrCtrl+K'),
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
      ...(app.isPackaged ? [] : developing),
    ],
  }
  const help: MenuItemConstructorOptions = {
    role: 'help',
    label: '&Help',
    submenu: [command('Keyboard Shortcuts', 'help.keys'), ...(isMac ? [] : [separator, about])],
  }
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [appMenu] : []),
    file,
    edit,
    view,
    { role: 'windowMenu' },
    help,
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
