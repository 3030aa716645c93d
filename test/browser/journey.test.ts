import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Locator, type Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { eventually, expectPainted, seriousFindings } from './pageChecks'
import { findChromium, root, startWorkbench, type Workbench } from './workbench'

// The first minutes of a person with the built workbench, once with the mouse and once without: sample voices, models,
// a recording to recognize. What the page says is held against what the engine answers.

const found = findChromium()
const unheardVoice = 'angus'
const screens = ['Recordings', 'Features', 'Models', 'Recognize', 'Evaluate', 'Lab']

let workbench: Workbench
let browser: Browser
let page: Page
let unheard: string
/** What the page complained of; a good journey leaves it empty. */
const complaints: string[] = []

async function openPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  const opened = await context.newPage()
  opened.setDefaultTimeout(20_000)
  opened.on('pageerror', (error) => complaints.push(error.message))
  opened.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await opened.goto(workbench.address)
  return opened
}

async function jobDone(kind: string, seconds?: number): Promise<string> {
  const job = await eventually(
    async () => {
      const last = (await workbench.engine.jobs.list()).filter(({ request }) => request.kind === kind).at(-1)
      return last && last.state !== 'queued' && last.state !== 'running' ? last : null
    },
    `the end of the ${kind} job`,
    seconds,
  )
  expect(job.state, job.error?.message).toBe('done')
  return job.outcome ?? ''
}

/** Moves the focus with the Tab key alone. */
async function tabTo(target: Locator): Promise<void> {
  await target.first().waitFor()
  for (let presses = 0; presses < 120; presses++) {
    if (await target.first().evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`The Tab key does not reach ${target.toString()}.`)
}

async function runFromPalette(words: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Command or recording' }).waitFor()
  await page.keyboard.type(words)
  await page.getByRole('option', { selected: true, name: new RegExp(words, 'i') }).waitFor()
  await page.keyboard.press('Enter')
}

/** Holds the verdict on the screen against the engine's answer for the recording of that name. */
async function expectRecognized(name: string): Promise<void> {
  const result = await eventually(async () => {
    const { rows } = await workbench.engine.recognition.results({})
    return rows.find((row) => row.name === name)
  }, `a result for ${name}`)
  expect(result.error).toBeNull()
  expect(result.best).toBe(unheardVoice)
  const verdict = page.locator('.verdict')
  await verdict.getByText(name).waitFor()
  const [best] = result.ranked
  const posterior = best.posterior
  expect(result.ranked.reduce((sum, ranked) => sum + ranked.posterior, 0)).toBeCloseTo(1, 6)
  expect(await verdict.getByRole('heading').innerText()).toContain(result.unknown ? 'unknown' : unheardVoice)
  if (result.unknown) expect(await verdict.innerText()).toContain(best.score.toFixed(2).replace('-', '−'))
  else if (posterior < 0.999) expect(await verdict.innerText()).toContain(`${(posterior * 100).toFixed(1)} %`)
  else expect(await verdict.innerText()).toMatch(/100(\.0)? %|over 99\.9 %/)
}

describe.skipIf('reason' in found)(`the page${'reason' in found ? ` (skipped: ${found.reason})` : ''}`, () => {
  beforeAll(async () => {
    if (!('path' in found)) return
    workbench = await startWorkbench()
    mkdirSync(join(workbench.home, 'unheard'))
    unheard = join(workbench.home, 'unheard', 'somebody.flac')
    copyFileSync(join(root, 'resources/samples', unheardVoice, '8-thunder.flac'), unheard)
    browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox', '--disable-gpu'] })
    page = await openPage()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    await page.screenshot({ path: join(root, 'test-results', `${task.name}.png`.replaceAll(/[^\w .]/g, '')) })
  })
  afterAll(async () => {
    await browser?.close()
    await workbench?.stop()
  })

  test('the token leaves the address bar and the first screen offers three ways to begin', async () => {
    await page.getByRole('button', { name: /Try it with sample voices/ }).waitFor()
    await page.getByRole('button', { name: /New project from folders/ }).waitFor()
    await page.getByRole('button', { name: /Open a project/ }).waitFor()
    expect(page.url()).not.toContain('token')
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.waitForTimeout(500)
      expect(await seriousFindings(page, `Welcome, ${colorScheme}`)).toEqual([])
    }
  })

  describe('by mouse', () => {
    test('the sample voices come in with their labels', async () => {
      await page.getByRole('button', { name: /Try it with sample voices/ }).click()
      await page.getByRole('region', { name: 'First steps' }).waitFor()
      await jobDone('import')
      const labels = await workbench.engine.recordings.labels()
      const { total } = await workbench.engine.recordings.list({})
      expect(total).toBeGreaterThanOrEqual(80)
      await page.locator(`[role=grid][aria-rowcount="${total + 1}"]`).waitFor()
      const list = page.getByRole('region', { name: 'Labels' })
      for (const { label, recordingCount } of labels) {
        const row = list.getByRole('button', { name: label ?? 'no label', exact: false })
        expect(await row.first().innerText()).toMatch(new RegExp(`\\b${recordingCount}\\b`))
      }
      await page
        .getByRole('region', { name: 'First steps' })
        .getByRole('button', { name: /Import.*done/ })
        .waitFor()
    })

    test('a recording shows its sound and numbers, plays, and changes its label back and forth', async () => {
      await page.locator('.table-row').first().locator('.col-name').click()
      await expectPainted(page, 'Waveform')
      const name = await page.locator('.table-row[data-focused] .col-name').innerText()
      const before = await page.locator('.table-row[data-focused] .col-label').innerText()
      const { rows } = await workbench.engine.recordings.list({ limit: 1 })
      expect(rows[0]).toMatchObject({ name, label: before })
      const inspector = page.getByRole('complementary', { name: 'Inspector' })
      expect(await inspector.innerText()).toContain(`0:0${rows[0].durationSeconds?.toFixed(3)}`)
      expect(await inspector.innerText()).toContain(`${rows[0].rmsDb?.toFixed(1).replace('-', '−')} dB`)

      await page.keyboard.press('Space')
      await page.getByRole('region', { name: 'Player' }).getByRole('button', { name: 'Pause' }).waitFor()
      await eventually(
        async () => ((await page.locator('.player-line .number').first().innerText()) > '0:00.20' ? true : null),
        'the playhead to move',
        10,
      )
      await page.keyboard.press('Space')

      const labels = await workbench.engine.recordings.labels()
      const labelNow = async () => (await workbench.engine.recordings.get({ id: rows[0].id })).label
      await page.keyboard.press('3')
      await eventually(async () => ((await labelNow()) === labels[2].label ? true : null), 'the new label', 10)
      await page
        .locator('.table-row[data-focused]')
        .getByText(labels[2].label ?? '')
        .waitFor()
      await page.keyboard.press('Control+z')
      await eventually(async () => ((await labelNow()) === before ? true : null), 'the old label', 10)
    })

    test('the features of the recording stand on one time axis, and a changed recipe says its cost', async () => {
      await page.getByRole('navigation').getByRole('button', { name: 'Features' }).click()
      for (const chart of ['Waveform', 'Spectrogram', 'Voice activity', 'Cepstrum', 'Tracks level', 'Tracks c1'])
        await expectPainted(page, chart)
      const project = await workbench.engine.project.current()
      if (!project) throw new Error('no project is open')
      const { recipe, recordingCount } = project
      await page.getByLabel('Deltas', { exact: true }).selectOption('1')
      const values =
        2 * (recipe.coefficients - (recipe.energy === 'c0' ? 0 : 1) + (recipe.energy === 'logEnergy' ? 1 : 0))
      await page.getByText(new RegExp(`^${values} values a frame`)).waitFor()
      const cost = await workbench.engine.features.cost({ recipe: { ...recipe, deltas: 1 } })
      expect(cost.total).toBe(recordingCount)
      await page.getByText(`${cost.toCompute} of ${cost.total} recordings have to be computed again.`).waitFor()
      const back = page.getByRole('button', { name: 'Deltas differs from Speech, which has None; take that' })
      await back.click()
      await back.waitFor({ state: 'detached' })
      expect(await page.getByLabel('Deltas', { exact: true }).inputValue()).toBe('0')
      await page.getByRole('button', { name: 'Apply and compute' }).waitFor({ state: 'detached' })
    })

    test('training makes one mixture a label', { timeout: 120_000 }, async () => {
      await page.getByRole('region', { name: 'First steps' }).getByRole('button', { name: /Train/ }).click()
      await page.getByRole('button', { name: 'Start training' }).click()
      await jobDone('train')
      const [{ id }] = await workbench.engine.banks.list()
      const bank = await workbench.engine.banks.get({ id })
      const labels = (await workbench.engine.recordings.labels()).map(({ label }) => label)
      expect(bank.mixtures.map(({ label }) => label)).toEqual(labels)
      const [first] = bank.mixtures
      expect(first.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6)
      const words = `${first.frameCount.toLocaleString('en-US')} frames under ${first.weights.length} components`
      await page.getByText(words).waitFor()
      await expectPainted(page, 'Components')
    })

    test('a dropped recording is recognized and shows why', async () => {
      await page.getByRole('navigation').getByRole('button', { name: 'Recognize' }).click()
      await page.getByRole('heading', { name: 'Drop recordings here' }).waitFor()
      const bytes = [...readFileSync(unheard)]
      await page.evaluate((content) => {
        const transfer = new DataTransfer()
        transfer.items.add(new File([new Uint8Array(content)], 'dropped.flac', { type: 'audio/flac' }))
        window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }))
      }, bytes)
      await jobDone('label')
      await page.getByRole('option', { name: /dropped\.flac/ }).click()
      await expectRecognized('dropped.flac')
      await expectPainted(page, 'Waveform')
    })

    test('evaluation gives the accuracy that the engine measured', { timeout: 300_000 }, async () => {
      await page.getByRole('navigation').getByRole('button', { name: 'Evaluate' }).click()
      const main = page.getByRole('main', { name: 'Evaluate' })
      await main.getByRole('heading', { name: 'How well can these labels be told apart?' }).waitFor()
      await main.getByRole('button', { name: 'Evaluate' }).click()
      await jobDone('evaluate', 280)
      const [evaluation] = await workbench.engine.evaluations.list()
      const answered = evaluation.confusion.flat().reduce((sum, count) => sum + count, 0)
      const right = evaluation.confusion.reduce((sum, row, label) => sum + row[label], 0)
      expect(right / answered).toBeCloseTo(evaluation.accuracy, 9)
      const percent = `${(evaluation.accuracy * 100).toFixed(1)} %`
      await page.getByRole('heading', { name: new RegExp(`${percent.replace('.', '\\.')}\\s+accuracy`) }).waitFor()
    })

    test(
      'a training is told more, and its bank shows how coefficients move together',
      { timeout: 180_000 },
      async () => {
        await runFromPalette('Train')
        const dialog = page.getByRole('dialog', { name: 'Train models' })
        await dialog.getByLabel('Name').fill('Whole matrices')
        await dialog.getByLabel('Components').fill('2')
        await dialog.getByLabel('Covariance').selectOption('full')
        await dialog.getByText('More options').click()
        await dialog.getByLabel('Starts').fill('2')
        await dialog.getByLabel('Stop when').selectOption('parameters')
        await dialog.getByLabel('to within').fill('0.5')
        expect(await seriousFindings(page, 'Train models')).toEqual([])
        await dialog.getByRole('button', { name: 'Start training' }).click()
        const made = async () => (await workbench.engine.banks.list()).find(({ name }) => name === 'Whole matrices')
        const { id } = await eventually(made, 'the bank', 150)
        const bank = await workbench.engine.banks.get({ id })
        expect(bank.training).toMatchObject({ covarianceType: 'full', starts: 2, stop: 'parameters', tolerance: 0.5 })
        const inspector = page.getByRole('complementary', { name: 'Inspector' })
        await inspector.getByText(/from k-means, best of 2 starts, until no parameter moves by more than 0.5/).waitFor()
        await expectPainted(page, 'Components')
        await expectPainted(page, 'Correlations')
        const { columns, values } = await workbench.engine.banks
          .correlations({ bankId: id, label: bank.mixtures[0].label, component: 0 })
          .then(async ({ correlations }) => ({ ...correlations, values: await correlations.values.arrayBuffer() }))
        expect(new Float32Array(values).filter((_, at) => at % (columns + 1) === 0)).toEqual(
          new Float32Array(columns).fill(1),
        )
      },
    )

    test('no screen has a serious finding, in either theme', async () => {
      const findings: string[] = []
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        for (const screen of screens) {
          await page.getByRole('navigation').getByRole('button', { name: screen }).click()
          await page.getByRole('main', { name: screen }).waitFor()
          await page.waitForLoadState('networkidle')
          await page.waitForTimeout(700)
          findings.push(...(await seriousFindings(page, `${screen}, ${colorScheme}`)))
        }
      }
      expect(findings).toEqual([])
    })
  })

  describe('by keyboard alone', () => {
    test('from the first screen to the models', { timeout: 150_000 }, async () => {
      await runFromPalette('Close the project')
      await tabTo(page.getByRole('button', { name: /Try it with sample voices/ }))
      await page.keyboard.press('Enter')
      await page.getByRole('region', { name: 'First steps' }).waitFor()
      await jobDone('import')
      await tabTo(page.locator('.table-body'))
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('ArrowDown')
      const { rows } = await workbench.engine.recordings.list({ limit: 2 })
      await page.getByRole('complementary', { name: 'Inspector' }).getByText(rows[1].name).first().waitFor()

      await page.keyboard.press('Enter')
      await page.getByRole('combobox', { name: `Label of ${rows[1].name}` }).waitFor()
      await page.keyboard.press('Control+a')
      await page.keyboard.type('somebody else')
      await page.keyboard.press('Enter')
      const labelNow = async () => (await workbench.engine.recordings.get({ id: rows[1].id })).label
      await eventually(async () => ((await labelNow()) === 'somebody else' ? true : null), 'the typed label', 10)
      await page.locator('.table-row[data-focused]').getByText('somebody else').waitFor()
      await page.keyboard.press('Control+z')
      await eventually(async () => ((await labelNow()) === rows[1].label ? true : null), 'the old label', 10)

      await runFromPalette('Train')
      await page.getByRole('button', { name: 'Start training', disabled: false }).waitFor()
      await page.getByText(/^One mixture for each of 12 labels/).waitFor()
      await page.keyboard.press('Enter')
      await jobDone('train')
      await page.getByText(/frames under 16 components/).waitFor()
    })

    test('and on to a recognized recording', async () => {
      await page.keyboard.press('Alt+4')
      await tabTo(page.getByRole('button', { name: 'Recognize files…' }))
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog', { name: 'Choose recordings' })
      await dialog.getByRole('textbox').waitFor()
      await page.keyboard.press('Control+a')
      await page.keyboard.type(join(workbench.home, 'unheard'))
      await page.keyboard.press('Enter')
      await tabTo(dialog.getByRole('checkbox', { name: 'Mark somebody.flac' }))
      await page.keyboard.press('Space')
      await tabTo(dialog.getByRole('button', { name: 'Choose what is marked' }))
      await page.keyboard.press('Enter')
      await jobDone('label')
      await tabTo(page.getByRole('listbox', { name: 'Recognized recordings' }))
      await page.keyboard.press('ArrowDown')
      await expectRecognized('somebody.flac')
    })
  })

  test('nothing failed or was refused on the way', () => {
    expect(complaints).toEqual([])
  })
})
