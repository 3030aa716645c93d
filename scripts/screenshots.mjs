// `npm run screenshots`: makes a project from the sample voices, opens the workbench on it in Chromium, and takes a
// picture of every screen in both themes into test-results/screenshots/, to be looked at. The one that the README
// shows goes into docs/images/.
import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { chromium as playwright } from 'playwright'
import { build, isFresh } from './build.mjs'
import { obtainChromium } from './chromium.mjs'
import { root, run } from './run.mjs'

const pictures = join(root, 'test-results/screenshots')
const readmePicture = join(root, 'docs/images/workbench-dark.png')
const screens = ['Recordings', 'Features', 'Models', 'Recognize', 'Evaluate', 'Lab']
const shownVoice = 'susan'
const command = join(root, 'bin/cepstra.js')
const samples = join(root, 'resources/samples')

async function cepstra(...args) {
  const { status, text } = await run(process.execPath, [command, ...args])
  if (status !== 0) throw new Error(`cepstra ${args.join(' ')} failed:\n${text}`)
}

/** A project that has been through all the steps: the first six sentences of each voice to learn from, two to label. */
async function makeProject(project) {
  const voices = readdirSync(samples).filter((name) => statSync(join(samples, name)).isDirectory())
  const files = voices.flatMap((voice) => readdirSync(join(samples, voice)).map((name) => join(samples, voice, name)))
  const heldOut = (path) => /\/[78]-[^/]*$/.test(path.replaceAll('\\', '/'))
  await cepstra('new', project)
  await cepstra('import', project, ...files.filter((path) => !heldOut(path)))
  await cepstra('train', project)
  await cepstra('label', project, ...files.filter(heldOut))
  await cepstra('evaluate', project)
}

function serve(project) {
  const child = spawn(process.execPath, [command, 'serve', project], { stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((done, fail) => {
    let printed = ''
    child.stdout.on('data', (chunk) => {
      printed += chunk
      const address = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(printed)
      if (address) done({ child, address: address[0] })
    })
    child.on('exit', () => fail(new Error(`cepstra serve ended before it printed its address:\n${printed}`)))
  })
}

async function takePictures(browser, address, theme) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: theme })
  const settled = async () => {
    await page.waitForLoadState('networkidle')
    await page.waitForTimeout(1500)
  }
  const clickFirst = async (locator) => {
    if ((await locator.count()) > 0) await locator.first().click()
  }
  await page.goto(address)
  for (const screen of screens) {
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: screen }).click()
    await settled()
    if (screen === 'Recordings') {
      await clickFirst(page.getByText(shownVoice, { exact: true }))
      await settled()
      await page.keyboard.press('j')
    }
    if (screen === 'Models') await clickFirst(page.locator('.mixture-row', { hasText: shownVoice }))
    if (screen === 'Recognize') await clickFirst(page.getByRole('button', { name: 'Open the first' }))
    // Away from the rail, whose hints would lie over what is shown.
    await page.mouse.move(720, 20)
    await settled()
    await page.screenshot({ path: join(pictures, `${screen.toLowerCase()}-${theme}.png`) })
    console.log(`${screen}, ${theme}`)
  }
  await page.close()
}

const { path: executablePath, reason } = await obtainChromium({ say: (line) => console.log(line) })
const failure = isFresh() ? null : await build()
if (!executablePath || failure) {
  console.error(executablePath ? failure : `No pictures can be taken: ${reason}.`)
  process.exit(1)
}
mkdirSync(pictures, { recursive: true })
mkdirSync(dirname(readmePicture), { recursive: true })
const scratch = mkdtempSync(join(tmpdir(), 'cepstra-screenshots-'))
const project = join(scratch, 'Sample voices')
try {
  await makeProject(project)
  const { child, address } = await serve(project)
  // Chromium refuses to run as root with its sandbox on.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await playwright.launch({ executablePath, args })
  for (const theme of ['dark', 'light']) await takePictures(browser, address, theme)
  await browser.close()
  copyFileSync(join(pictures, 'models-dark.png'), readmePicture)
  const ended = new Promise((done) => child.once('exit', done))
  child.kill('SIGINT')
  await ended
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
