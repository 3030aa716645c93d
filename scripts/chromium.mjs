import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright'
import { root, run } from './run.mjs'

/** Whether a Chromium runs here at all; one whose libraries are missing does not, nor does an empty shell of one. */
async function runs(path) {
  if (!path || !existsSync(path)) return false
  return (await run(path, ['--version', '--no-sandbox'], { limitSeconds: 20 })).status === 0
}

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}

async function installed() {
  const candidates = [
    process.env.CEPSTRA_CHROMIUM,
    ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(onPath),
    chromium.executablePath(),
  ]
  for (const path of candidates) if (await runs(path)) return path
  return null
}

/**
 * The Chromium that the page and desktop tests use: one that is here, else Playwright's download, else Debian's package
 * where there are the rights to install it. Answers with its path, or with the reason why there is none.
 */
export async function obtainChromium({ say = () => {} } = {}) {
  const here = await installed()
  if (here) return { path: here, reason: null }
  if (process.env.CEPSTRA_CHROMIUM) {
    return { path: null, reason: `CEPSTRA_CHROMIUM is ${process.env.CEPSTRA_CHROMIUM}, which does not run` }
  }

  say("no Chromium here: trying Playwright's download")
  const download = await run(
    process.execPath,
    [join(root, 'node_modules/playwright/cli.js'), 'install', '--no-shell', 'chromium'],
    { env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' }, limitSeconds: 150 },
  )
  if (await runs(chromium.executablePath())) return { path: chromium.executablePath(), reason: null }
  const downloadFailed =
    download.status === 0 ? "Playwright's Chromium lacks libraries here" : "Playwright's download did not come through"

  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !onPath('apt-get')) {
    return { path: null, reason: `no Chromium found, ${downloadFailed}, and there are no rights to install a package` }
  }
  say(`${downloadFailed}: trying apt-get install chromium`)
  const debian = { env: { DEBIAN_FRONTEND: 'noninteractive' }, limitSeconds: 240 }
  const patience = ['-o', 'Acquire::http::Timeout=15', '-o', 'Acquire::https::Timeout=15', '-o', 'Acquire::Retries=1']
  await run('apt-get', ['update', '-q', ...patience], debian)
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...patience, 'chromium'], debian)
  const packaged = await installed()
  if (packaged) return { path: packaged, reason: null }
  return { path: null, reason: `no Chromium found, ${downloadFailed}, and apt-get could not install one` }
}
