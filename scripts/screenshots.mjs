// `npm run screenshots`: every screen and dialog of the built workbench, dark and light, at two sizes, as PNG files in
// test-results/screens, to be looked at, and the one that the README shows.
import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { build } from './build.mjs'
import { obtainChromium } from './chromium.mjs'
import { root } from './run.mjs'

const sizes = [
  { width: 1280, height: 800 },
  { width: 1680, height: 1050 },
]
const screens = ['Recordings', 'Features', 'Models', 'Recognize', 'Evaluate', 'Lab']
const folder = join(root, 'test-results/screens')

function served(home) {
  const child = spawn(process.execPath, [join(root, 'bin/cepstra.js'), 'serve', '--port', '0'], {
    cwd: home,
    env: { ...process.env, HOME: home, USERPROFILE: home, XDG_CONFIG_HOME: '', XDG_DATA_HOME: '', XDG_STATE_HOME: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const address = new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      const match = /http:\/\/\S+/.exec(chunk.toString())
      if (match) resolve(match[0])
    })
    child.once('exit', () => reject(new Error('cepstra serve ended before it gave an address')))
  })
  return { child, address }
}

/** Waits for the jobs button to tell of an end, in the engine's words. */
async function jobEnded(page, words) {
  await page.getByRole('button', { name: words }).waitFor({ timeout: 300_000 })
}

/** Takes one picture a theme and size of what is on the page. */
async function take(page, name) {
  for (const { width, height } of sizes) {
    await page.setViewportSize({ width, height })
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme })
      await page.waitForTimeout(900)
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) })
    }
  }
}

/** Shows what stands further down in a panel that scrolls. */
async function scrollTo(page, selector) {
  await page
    .locator(selector)
    .first()
    .evaluate((element) => element.scrollIntoView({ block: 'start' }))
}

/** What tells how far to trust an answer: errors, runs side by side, doubts, decisions, and voices without names. */
async function trust(page) {
  await page.keyboard.press('Alt+5')
  await page.locator('.detection').waitFor()
  await scrollTo(page, '.detection')
  await take(page, 'evaluate-errors')
  await page.getByRole('button', { name: 'List known voices refused' }).click()
  await scrollTo(page, '.point-table')
  await take(page, 'evaluate-points')
  await page.getByLabel('Compare with', { exact: true }).selectOption({ index: 1 })
  await page.getByRole('region', { name: 'Comparison of two evaluations' }).waitFor()
  await scrollTo(page, '.comparison')
  await take(page, 'evaluate-comparison')
  await page.keyboard.press('Alt+4')
  await page.getByText('Listen to these next').click()
  await take(page, 'recognize-doubtful')
  await page.getByText('All results').click()
  await page.keyboard.press('Alt+3')
  await page.getByRole('region', { name: 'Decision' }).waitFor()
  await scrollTo(page, '[aria-label="Decision"]')
  await page.getByLabel('Threshold').selectOption('costs')
  await page.getByText('Expected unknown').waitFor()
  await take(page, 'models-decision')
  await page.keyboard.press('Alt+1')
  await page.getByRole('button', { name: 'Group…' }).click()
  await page.getByRole('dialog').getByText('Each recording is of one').click()
  await take(page, 'group-sheet')
  await page.getByRole('dialog').getByRole('button', { name: 'Group', exact: true }).click()
  await page.getByRole('list', { name: 'Groups', exact: true }).waitFor({ timeout: 300_000 })
  await page.getByRole('combobox', { name: 'Name of group 1', exact: true }).fill('the first voice')
  await page.keyboard.press('Enter')
  await take(page, 'voices')
  await page.getByRole('button', { name: 'Back to the recordings' }).click()
}

async function journey(page) {
  await page.getByRole('button', { name: /Try it with sample voices/ }).waitFor()
  await take(page, 'welcome')
  await page.getByRole('button', { name: /Try it with sample voices/ }).click()
  await jobEnded(page, /recordings imported/)
  await page.locator('.table-row').nth(2).locator('.col-name').click()
  await page.keyboard.press('Alt+t')
  await page.getByRole('button', { name: 'Start training' }).waitFor()
  await take(page, 'train-sheet')
  await page.getByRole('button', { name: 'Start training' }).click()
  await page.waitForTimeout(2500)
  await take(page, 'training')
  await jobEnded(page, /labels trained/)
  await page.keyboard.press('Alt+4')
  await page.getByRole('button', { name: 'Recognize a folder…' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill(join(root, 'resources/samples'))
  await page.keyboard.press('Enter')
  await page.getByRole('checkbox').first().waitFor()
  await take(page, 'folder-browser')
  await page.getByRole('button', { name: 'Choose this folder' }).click()
  await page.getByRole('option').nth(3).click({ timeout: 60_000 })
  await page.keyboard.press('Alt+5')
  await page.getByLabel('Components').fill('4')
  await page.getByRole('main').getByRole('button', { name: 'Evaluate' }).click()
  await page.getByRole('heading', { name: /accuracy/ }).waitFor({ timeout: 300_000 })
  await page.getByLabel('Components').fill('8')
  await page.getByLabel('Keep apart').selectOption('label')
  await page.getByRole('main').getByRole('button', { name: 'Evaluate' }).click()
  await page.getByRole('list', { name: 'Evaluations' }).getByRole('listitem').nth(1).waitFor({ timeout: 300_000 })
  for (const screen of screens) {
    await page.getByRole('navigation').getByRole('button', { name: screen }).click()
    // Away from the rail, whose tooltip would lie over the picture.
    await page.mouse.move(640, 760)
    await page.waitForTimeout(1500)
    await take(page, screen.toLowerCase())
  }
  await trust(page)
  await page.keyboard.press('Alt+2')
  await page.getByLabel('Preset').selectOption('librosa')
  await page.getByLabel('Deltas', { exact: true }).selectOption('2')
  await page.getByText(/^60 values a frame/).waitFor()
  await take(page, 'features-librosa')
  await page.getByRole('button', { name: 'Back', exact: true }).click()
  for (const [keys, name] of [
    ['Control+k', 'palette'],
    ['?', 'keys'],
    ['Control+j', 'jobs'],
    ['Alt+n', 'new-project'],
  ]) {
    await page.keyboard.press(keys)
    await take(page, name)
    await page.keyboard.press('Escape')
    await page.waitForTimeout(400)
  }
  await page.keyboard.press('Control+i')
  await page.getByRole('dialog').getByRole('textbox').fill(join(root, 'resources/samples'))
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Choose this folder' }).click()
  await page.getByRole('heading', { name: /recordings found/ }).waitFor()
  await take(page, 'import-sheet')
}

async function main() {
  const failure = await build()
  if (failure) throw new Error(failure)
  const { path, reason } = await obtainChromium()
  if (!path) throw new Error(`No pictures: ${reason}.`)
  mkdirSync(folder, { recursive: true })
  const home = mkdtempSync(join(tmpdir(), 'cepstra-screens-'))
  const { child, address } = served(home)
  const browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
    await page.goto(await address)
    await journey(page)
    copyFileSync(join(folder, 'models-1680-dark.png'), join(root, 'docs/images/workbench-dark.png'))
    console.log(`The pictures are in ${folder}; the README's is among docs/images`)
  } finally {
    await browser.close()
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await gone
    rmSync(home, { recursive: true, force: true })
  }
}

await main()
