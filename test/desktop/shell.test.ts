import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Desktop } from './host/desktop'
import { hostLine, launchDesktop } from './host/launchDesktop'

const home = mkdtempSync(join(tmpdir(), 'cepstra-desktop-'))
let desktop: Desktop

beforeAll(async () => {
  console.log(hostLine())
  desktop = await launchDesktop({ home })
})
afterAll(async () => {
  await desktop?.quit()
  console.log(desktop?.output())
  rmSync(home, { recursive: true, force: true })
})
test('probe', async () => {
  const page = await desktop.page((url) => url.endsWith('index.html'))
  page.on('console', (m) => console.log('page:', m.text()))
  await page.waitForTimeout(4000)
  await page.screenshot({ path: '/tmp/desk1.png' })
  console.log(await page.evaluate(() => [location.href, origin, document.body.innerText.slice(0, 300)]))
  expect(1).toBe(1)
})
