import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually, seriousFindings, settledFindings } from './pageChecks'
import { findChromium, startWorkbench, type Workbench } from './workbench'

// What a bank decides and how far to trust it: its costs, its versions, who is heard when, corrections, and voices without names.

const found = findChromium()

let workbench: Workbench
let browser: Browser
let page: Page
let bankId: number

async function jobDone(kind: string, after = 0): Promise<number> {
  const job = await eventually(
    async () => {
      const jobs = await workbench.engine.jobs.list()
      const last = jobs.findLast(({ id, request }) => request.kind === kind && id > after)
      return last && last.state !== 'queued' && last.state !== 'running' ? last : null
    },
    `the end of the ${kind} job`,
    150,
  )
  expect(job.state, job.error?.message).toBe('done')
  return job.resultId ?? 0
}

/** One 16-bit WAV out of the sounds of several recordings, one after the other. */
async function joined(ids: readonly number[]): Promise<Uint8Array> {
  const sounds = await Promise.all(
    ids.map(async (id) => new Uint8Array(await (await workbench.engine.recordings.audio({ id })).wav.arrayBuffer())),
  )
  const headBytes = 44
  const samples = Buffer.concat(sounds.map((sound) => sound.subarray(headBytes)))
  const head = Buffer.from(sounds[0].subarray(0, headBytes))
  head.writeUInt32LE(samples.length + 36, 4)
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}

async function goTo(screen: string): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: screen }).click()
  await page.getByRole('main', { name: screen }).waitFor()
}

const idsOf = async (label: string): Promise<number[]> =>
  (await workbench.engine.recordings.list({ label, sort: 'name' })).rows.map(({ id }) => id)

describe.skipIf('reason' in found)(`trust${'reason' in found ? ` (skipped: ${found.reason})` : ''}`, () => {
  beforeAll(async () => {
    if (!('path' in found)) return
    workbench = await startWorkbench()
    browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox', '--disable-gpu'] })
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
    page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(workbench.address)
    await page.getByRole('button', { name: /Try it with sample voices/ }).click()
    await page.getByRole('button', { name: /recordings imported/ }).waitFor({ timeout: 90_000 })
    await workbench.engine.jobs.start({ request: { kind: 'train', components: 4 } })
    bankId = await jobDone('train')
    const [agnes, angus] = [await idsOf('agnes'), await idsOf('angus')]
    const folder = join(workbench.home, 'talk')
    mkdirSync(folder)
    writeFileSync(join(folder, 'two voices.wav'), await joined([agnes[0], angus[1], agnes[2], angus[3]]))
    await workbench.engine.jobs.start({ request: { kind: 'label', bankId, paths: [folder] } })
    await jobDone('label')
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    await workbench?.stop()
  })

  describe('over time', () => {
    test('each segment is a button in the order of hearing, and plays when it is chosen', async () => {
      await goTo('Recognize')
      await page.getByRole('option', { name: /two voices\.wav/ }).click()
      const { rows } = await workbench.engine.recognition.results({ bankId })
      const { segments } = await workbench.engine.recognition.timeline({ bankId, recordingId: rows[0].recordingId })
      const heard = segments.filter(({ kind }) => kind !== 'silence')
      expect(new Set(heard.map(({ label }) => label)).size).toBeGreaterThan(1)
      const buttons = page.getByRole('group', { name: 'Segments' }).getByRole('button')
      await buttons.first().waitFor()
      expect(await buttons.allInnerTexts()).toEqual(
        heard.map(({ kind, label }) => (kind === 'unknown' ? 'unknown' : label)),
      )

      await buttons.first().focus()
      await page.keyboard.press('End')
      await eventually(
        async () => ((await buttons.last().evaluate((button) => button === document.activeElement)) ? true : null),
        'the last segment to have the focus',
        10,
      )
      await page.keyboard.press('Enter')
      const player = page.getByRole('region', { name: 'Player' })
      await player.getByRole('button', { name: 'Pause' }).waitFor()
      const last = heard[heard.length - 1]
      await eventually(
        async () => {
          const [, seconds] = /0:(\d+\.\d+)/.exec(await player.innerText()) ?? []
          return Number(seconds) >= last.startSeconds - 0.02 ? true : null
        },
        'the playhead to stand in the last segment',
        10,
      )
    })

    test('a correction makes training material, and is taken back', async () => {
      const [{ recordingId, best }] = (await workbench.engine.recognition.results({ bankId })).rows
      const roleIs = (role: string) => async () =>
        (await workbench.engine.recordings.get({ id: recordingId })).role === role ? true : null
      await page.getByRole('button', { name: `It is ${best}` }).click()
      await eventually(roleIs('training'), 'the recording to be training material', 10)
      await page.getByText('Now training material: the next training learns from it.').waitFor()
      await page.keyboard.press('Control+z')
      await eventually(roleIs('query'), 'the recording to be a query again', 10)
      await page.getByRole('button', { name: `It is ${best}` }).waitFor()
    })

    test('what is doubtful is listed with its reason', async () => {
      await page.getByText('Listen to these next').click()
      const { rows, note } = await workbench.engine.recognition.doubtful({ bankId, limit: 50 })
      if (rows.length === 0) await page.getByRole('heading', { name: 'Nothing is doubtful' }).waitFor()
      else {
        const list = page.getByRole('list', { name: 'Listen to these next' })
        await list.getByText(rows[0].reason, { exact: true }).first().waitFor()
        expect(await list.getByRole('listitem').count()).toBe(rows.length)
      }
      expect(typeof note).toBe('string')
      expect(await seriousFindings(page, 'Listen to these next')).toEqual([])
      await page.getByText('All results').click()
    })
  })

  describe('of a bank', () => {
    test('other costs move the threshold, and what to expect is said at once', async () => {
      await goTo('Models')
      const decision = page.getByRole('region', { name: 'Decision' })
      const before = (await workbench.engine.banks.get({ id: bankId })).decision
      await decision.getByText(before.description).waitFor()
      for (const warning of before.warnings) await decision.getByText(warning).waitFor()
      await decision.getByLabel('Threshold').selectOption('costs')
      await decision.getByLabel('False accept costs').fill('20')
      const weighed = await eventually(
        async () => {
          const { decision: now } = await workbench.engine.banks.get({ id: bankId })
          return now.costs?.falseAccept === 20 ? now : null
        },
        'the new costs',
        20,
      )
      expect(weighed.threshold ?? Infinity).toBeGreaterThanOrEqual(before.threshold ?? Infinity)
      await decision.getByText(weighed.description).waitFor()
      await decision.getByText(/A stranger who gets a label costs 20 times as much/).waitFor()
      await page.getByRole('heading', { name: 'Decision' }).click()
      await page.keyboard.press('Control+z')
      await eventually(
        async () =>
          (await workbench.engine.banks.get({ id: bankId })).decision.costs?.falseAccept === 20 ? null : true,
        'the old costs',
        20,
      )
    })

    test('new material makes an update, whose version stands beside the one before', async () => {
      const [moved] = await idsOf('walter')
      await workbench.engine.recordings.setLabel({ changes: [{ id: moved, label: 'robert' }] })
      const versions = page.getByRole('region', { name: 'Versions' })
      await versions.getByRole('button', { name: 'Update bank: 2 labels have new material' }).click()
      const nextId = await jobDone('update')
      expect(nextId).not.toBe(bankId)
      await versions.getByRole('heading', { name: 'Version 2' }).waitFor()
      await versions.getByLabel('Compare with').selectOption(String(bankId))
      const told = await workbench.engine.banks.compare({ first: nextId, second: bankId })
      await page.getByRole('heading', { name: told.outcome }).waitFor()
      const table = page.getByRole('table', { name: 'Labels of both banks' })
      expect(await table.getByText('fitted again').count()).toBe(2)
      expect(await seriousFindings(page, 'Two banks')).toEqual([])
    })
  })

  describe('without labels', () => {
    test('voices are grouped, heard, named and turned into labels', { timeout: 180_000 }, async () => {
      const ids = [...(await idsOf('clara')).slice(0, 3), ...(await idsOf('kevin')).slice(0, 3)]
      await workbench.engine.recordings.setLabel({ changes: ids.map((id) => ({ id, label: null })) })
      await goTo('Recordings')
      await page.getByRole('button', { name: 'Group…' }).click()
      const dialog = page.getByRole('dialog', { name: 'Group by voice' })
      await dialog.getByText('Each recording is of one').click()
      await dialog.getByLabel('As many as are found').uncheck()
      await dialog.getByLabel('Groups').fill('2')
      expect(await seriousFindings(page, 'Group by voice')).toEqual([])
      await dialog.getByRole('button', { name: 'Group', exact: true }).click()
      const id = await jobDone('cluster')
      const { clusters } = await workbench.engine.clusterings.get({ id })
      const groups = page.getByRole('list', { name: 'Groups', exact: true })
      await groups.waitFor()
      expect(await groups.getByRole('listitem').count()).toBe(clusters.length)
      await groups
        .getByRole('button', { name: /^Play stretch 1/ })
        .first()
        .click()
      await page.getByRole('region', { name: 'Player' }).getByRole('button', { name: 'Pause' }).waitFor()
      await page.getByRole('combobox', { name: 'Name of group 1', exact: true }).fill('the first voice')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Turn 1 name into labels' }).click()
      await eventually(
        async () => ((await idsOf('the first voice')).length > 0 ? true : null),
        'recordings with the new label',
        20,
      )
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        expect(await settledFindings(page, `Groups by voice, ${colorScheme}`)).toEqual([])
      }
    })
  })
})
