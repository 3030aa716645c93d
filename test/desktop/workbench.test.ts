import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import type { Desktop } from './host/desktop'
import { hostLine, launchDesktop, root } from './host/launchDesktop'
import { eventually } from './host/surroundings'

// The way of one person through the built shell: a project by the native dialogs, models, an unheard recording, and then
// what must not happen. It runs in Electron where there is one, else in the stand-in, and says which.

const voices = ['agnes', 'angus', 'boris']
const heldOut = '8-thunder.flac'
const home = mkdtempSync(join(tmpdir(), 'cepstra-desktop-'))
const recordings = join(home, 'recordings')
const project = join(home, 'Voices')
const unheard = join(home, 'unheard', 'somebody.flac')
let desktop: Desktop
let page: Page

beforeAll(async () => {
  process.stdout.write(`${hostLine()}\n`)
  for (const voice of voices)
    cpSync(join(root, 'resources/samples', voice), join(recordings, voice), { recursive: true })
  mkdirSync(join(home, 'unheard'))
  cpSync(join(recordings, 'boris', heldOut), unheard)
  for (const voice of voices) rmSync(join(recordings, voice, heldOut))
  desktop = await launchDesktop({ home })
  page = await desktop.page((url) => url.endsWith('/index.html'))
  page.setDefaultTimeout(20_000)
})

afterAll(async () => {
  await desktop?.quit()
  rmSync(home, { recursive: true, force: true })
})

function step(name: string, run: () => Promise<void>): void {
  test(name, async () => {
    onTestFailed(async () => {
      console.error(desktop.output())
      await page.screenshot({ path: join(root, 'test-results', `desktop-${name.replaceAll(/\W+/g, '-')}.png`) })
    })
    await run()
  })
}

const answerOpenDialog = (paths: string[]): Promise<void> =>
  desktop.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: filePaths.length === 0, filePaths })
  }, paths)

/** 0 while there is none. */
const enginePid = (): Promise<number> =>
  desktop.evaluate(({ app }) => app.getAppMetrics().find(({ name }) => name === 'Cepstra engine')?.pid ?? 0, null)

const chooseInMenu = (id: string): Promise<void> =>
  desktop.evaluate(({ Menu }, itemId) => {
    Menu.getApplicationMenu()?.getMenuItemById(itemId)?.click()
  }, id)

step('a new project is made from the menu, with folders from the native dialog', async () => {
  await page.getByText('New project from folders').waitFor()
  await chooseInMenu('new-project')
  await answerOpenDialog(voices.map((voice) => join(recordings, voice)))
  await page.getByRole('button', { name: 'Choose folders…' }).click()
  await page.getByText(join(recordings, 'boris')).waitFor()
  await page.getByLabel('Folder of the project').fill(project)
  await page.getByRole('button', { name: 'Create the project' }).click()
  await page.getByRole('button', { name: 'Import 21 recordings' }).click()
  await page.getByText('1-harbor.flac').first().waitFor()
  expect(existsSync(join(project, 'project.db'))).toBe(true)
  // Every recording is there before anything is trained on them.
  await page.getByText('21 recordings imported').first().waitFor()
})

step('models are trained in the engine', async () => {
  await chooseInMenu('train')
  await page.getByLabel('Components').fill('8')
  await page.getByRole('button', { name: 'Start training' }).click()
  await page
    .getByText(/3 labels trained/)
    .first()
    .waitFor({ timeout: 60_000 })
  expect(readdirSync(join(project, 'features')).length).toBeGreaterThan(0)
})

step('a recording that is dropped on Recognize gets its label', async () => {
  await chooseInMenu('screen-recognize')
  await page.getByText('Drop recordings here').waitFor()
  await desktop.drop(page, [unheard])
  const row = page.getByRole('option').filter({ hasText: 'somebody.flac' })
  await row.getByText('boris').first().waitFor()
})

step('a second start with a project opens it in the window that is there', async () => {
  await chooseInMenu('close-project')
  await page.getByText('New project from folders').waitFor()
  await desktop.startAgain([project])
  await page.getByText('1-harbor.flac').first().waitFor()
  expect(desktop.pages()).toHaveLength(1)
})

step('an engine that is killed is started again, and the page goes on with its project', async () => {
  const before = await enginePid()
  process.kill(before, 'SIGKILL')
  const after = await eventually(async () => {
    const pid = await enginePid()
    return pid !== 0 && pid !== before ? pid : undefined
  }, 'a new engine')
  expect(after).not.toBe(before)
  await chooseInMenu('screen-recognize')
  await page.getByRole('option').filter({ hasText: 'somebody.flac' }).getByText('boris').first().waitFor()
  await chooseInMenu('screen-models')
  await page.getByText('boris').first().waitFor()
})

step('the save dialog is offered a file name and never a path', async () => {
  await desktop.evaluate(({ dialog }) => {
    const answer = ((_window: unknown, options: { defaultPath?: string }) =>
      Promise.resolve({ canceled: false, filePath: options.defaultPath ?? '' })) as typeof dialog.showSaveDialog
    dialog.showSaveDialog = answer
  }, null)
  const path = await page.evaluate(() => window.cepstraHost?.pickSavePath('../../etc/model.json'))
  expect(path).toMatch(/[\\/]Documents[\\/]model\.json$/)
})

step('the page has no Node and of the desktop only what the preload gives', async () => {
  const found = await page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in window),
    bridge: Object.keys(window.cepstraHost ?? {}).sort(),
  }))
  expect(found.node).toEqual([])
  expect(found.bridge).toEqual([
    'kind',
    'onMenuCommand',
    'onOpenProject',
    'pathsOf',
    'pickFiles',
    'pickFolders',
    'pickProjectFolder',
    'pickSavePath',
  ])
})

step('the page stays where it is and opens no windows', async () => {
  const address = page.url()
  for (const elsewhere of ['https://example.org/', 'file:///etc/hostname']) {
    await page.evaluate((url) => {
      window.location.href = url
    }, elsewhere)
    await page.waitForTimeout(300)
    expect(page.url()).toBe(address)
  }
  await page.evaluate(() => window.open('https://example.org/', '_blank'))
  await page.waitForTimeout(500)
  expect(desktop.pages()).toHaveLength(1)
  expect(await page.evaluate(() => document.querySelector('#root')?.childElementCount)).toBeGreaterThan(0)
})

step('permissions are refused, but for copying', async () => {
  const states = await page.evaluate(async () => {
    const asked = [
      'geolocation',
      'notifications',
      'microphone',
      'camera',
      'midi',
      'clipboard-write',
    ] as PermissionName[]
    const answers = await Promise.all(asked.map((name) => navigator.permissions.query({ name })))
    return Object.fromEntries(answers.map(({ state }, index) => [asked[index], state]))
  })
  expect(states).toEqual({
    geolocation: 'denied',
    notifications: 'denied',
    microphone: 'denied',
    camera: 'denied',
    midi: 'denied',
    'clipboard-write': 'granted',
  })
})

step('the content security policy refuses foreign scripts, inline scripts and the network', async () => {
  const refused = await page.evaluate(async () => {
    const directives: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => directives.push(event.effectiveDirective))
    const add = (fill: (script: HTMLScriptElement) => void): void => {
      const script = document.createElement('script')
      fill(script)
      document.head.append(script)
    }
    add((script) => (script.textContent = 'window.name = "inline"'))
    add((script) => (script.src = 'https://example.org/script.js'))
    await fetch('https://example.org/').catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 300))
    return { directives, ran: window.name === 'inline' }
  })
  expect(refused.ran).toBe(false)
  expect(new Set(refused.directives)).toEqual(new Set(['script-src-elem', 'connect-src']))
})

step('another page in the same program is answered nothing', async () => {
  await desktop.evaluate(async ({ app, BrowserWindow }) => {
    const preload = `${app.getAppPath()}/out/preload/preload.cjs`
    const foreign = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } })
    await foreign.loadURL('data:text/html,<title>foreign</title>')
  }, null)
  const foreign = await desktop.page((url) => url.startsWith('data:'))
  await answerOpenDialog(['/somewhere'])
  const answer = await foreign.evaluate(async () => {
    const port = new Promise((resolve) => {
      window.addEventListener('message', ({ data }) => data === 'cepstra:engine-port' && resolve('a port'))
      setTimeout(() => resolve('no port'), 1000)
    })
    window.postMessage('cepstra:engine-port-please', '*')
    const files = await window.cepstraHost?.pickFiles().catch((error: unknown) => String(error))
    return { files, port: await port }
  })
  expect(answer.files).toMatch(/answered only to the page of this program/)
  expect(answer.port).toBe('no port')
  await desktop.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows())
      if (window.webContents.getURL().startsWith('data:')) window.close()
  }, null)
})

step('quitting ends the engine and keeps where the window stood', async () => {
  await desktop.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ width: 1100, height: 700 }),
    null,
  )
  const pid = await enginePid()
  expect(await desktop.quit(), desktop.output()).toBe(0)
  expect(() => process.kill(pid, 0)).toThrow(/ESRCH/)
  const kept = JSON.parse(readFileSync(join(home, 'user-data/window.json'), 'utf8')) as { bounds: { width: number } }
  expect(kept.bounds.width).toBe(1100)
})
