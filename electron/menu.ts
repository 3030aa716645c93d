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
  const developing: MenuItemConstructorOptions[] = [separator, { role: 'reload' }, { role: 'toggleDevTools' }]
  const recent: MenuItemConstructorOptions = { role: 'recentDocuments', submenu: [{ role: 'clearRecentDocuments' }] }

  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      command('New Project…', 'new-project', 'Alt+N'),
      command('Open Project…', 'open-project', 'CmdOrCtrl+O'),
      ...(isMac ? [recent] : []),
      command('Try Sample Voices', 'samples'),
      separator,
      command('Import Folders…', 'import', 'CmdOrCtrl+I'),
      command('Import Files…', 'import-files', 'Alt+I'),
      separator,
      command('Train…', 'train', 'Alt+T'),
      command('Evaluate', 'evaluate'),
      separator,
      command('Close Project', 'close-project'),
      { role: isMac ? 'close' : 'quit' },
    ],
  }
  const edit: MenuItemConstructorOptions = {
    label: '&Edit',
    submenu: [
      command('Undo', 'undo', 'CmdOrCtrl+Z'),
      command('Redo', 'redo', 'CmdOrCtrl+Shift+Z'),
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
      command('Recordings', 'screen-recordings', 'Alt+1'),
      command('Features', 'screen-features', 'Alt+2'),
      command('Models', 'screen-models', 'Alt+3'),
      command('Recognize', 'screen-recognize', 'Alt+4'),
      command('Evaluate', 'screen-evaluate', 'Alt+5'),
      command('Lab', 'screen-lab', 'Alt+6'),
      separator,
      command('Run a Command…', 'palette', 'CmdOrCtrl+K'),
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
    submenu: [command('Keyboard Shortcuts', 'keys'), ...(isMac ? [] : [separator, about])],
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
