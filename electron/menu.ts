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
  const recent: MenuItemConstructorOptions = { role: 'recentDocuments', submenu: [{ role: 'clearRecentDocuments' }] }

  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      command('New Project…', 'new-project', 'CmdOrCtrl+N'),
      command('Open Project…', 'open-project', 'CmdOrCtrl+O'),
      ...(isMac ? [recent] : []),
      separator,
      command('Import Recordings…', 'import', 'CmdOrCtrl+I'),
      command('Export Models…', 'export', 'CmdOrCtrl+E'),
      separator,
      { role: isMac ? 'close' : 'quit' },
    ],
  }
  const edit: MenuItemConstructorOptions = {
    label: '&Edit',
    submenu: [
      command('Undo', 'undo', 'CmdOrCtrl+Z'),
      command('Redo', 'redo', isMac ? 'Shift+Cmd+Z' : 'Shift+Ctrl+Z'),
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
      command('Recordings', 'screen-recordings', 'CmdOrCtrl+1'),
      command('Features', 'screen-features', 'CmdOrCtrl+2'),
      command('Models', 'screen-models', 'CmdOrCtrl+3'),
      command('Recognize', 'screen-recognize', 'CmdOrCtrl+4'),
      command('Evaluate', 'screen-evaluate', 'CmdOrCtrl+5'),
      command('Lab', 'screen-lab', 'CmdOrCtrl+6'),
      separator,
      command('Run a Command…', 'palette', 'CmdOrCtrl+K'),
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
      ...(app.isPackaged ? [] : [separator, { role: 'reload' } as const, { role: 'toggleDevTools' } as const]),
    ],
  }
  const help: MenuItemConstructorOptions = {
    role: 'help',
    label: '&Help',
    submenu: [command('Keyboard Shortcuts', 'keys'), ...(isMac ? [] : [separator, { role: 'about' } as const])],
  }
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    file,
    edit,
    view,
    { role: 'windowMenu' },
    help,
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
