import { chromium, type Browser, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectPainted, seriousFindings } from './pageChecks'
import { findChromium, startWorkbench, type Workbench } from './workbench'

// The form of a recipe on the Features screen, over the sample voices.

const found = findChromium()

let workbench: Workbench
let browser: Browser
let page: Page

describe.skipIf('reason' in found)(`the recipe${'reason' in found ? ` (skipped: ${found.reason})` : ''}`, () => {
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
    await page.locator('.table-row').first().locator('.col-name').click()
    await page.getByRole('navigation').getByRole('button', { name: 'Features' }).click()
    await page.getByText(/values a frame/).waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await workbench?.stop()
  })

  test('a preset brings the values of the other tool, and its filters', async () => {
    const project = await workbench.engine.project.current()
    const sampleRateHz = project?.sampleRateHz ?? 0
    const kaldi = await workbench.engine.tools.recipe({ preset: 'kaldi', sampleRateHz })
    await page.getByLabel('Preset').selectOption('kaldi')
    await page.getByText('The recipe is Kaldi as it is.').waitFor()
    expect(await page.getByLabel('Lifter').inputValue()).toBe(String(kaldi.lifter))
    expect(await page.getByLabel('Energy term', { exact: true }).inputValue()).toBe(kaldi.energy)
    await page.getByText(new RegExp(`under ${kaldi.melFilters} filters from \\d+ to \\d+ Hz`)).waitFor()
    await page.getByText(`${kaldi.coefficients} values a frame, logEnergy to c${kaldi.coefficients - 1}`).waitFor()
    await expectPainted(page, 'Spectrogram')
    expect(await seriousFindings(page, 'Features under another preset')).toEqual([])
  })

  test('options that contradict each other are told where they stand, and cannot be applied', async () => {
    await page.getByLabel('Find an option').fill('mel filters')
    await page.getByLabel('Mel filters', { exact: true }).fill('8')
    await page.getByLabel('Find an option').fill('')
    const told = page.getByRole('alert').filter({ hasText: '13 coefficients of 8 mel filters' })
    await told.waitFor()
    expect(await page.getByRole('button', { name: 'Apply', exact: true }).isDisabled()).toBe(true)
    expect(await seriousFindings(page, 'Features, contradicting')).toEqual([])
    await page.getByRole('button', { name: 'Back', exact: true }).click()
    await told.waitFor({ state: 'detached' })
  })

  test('any measure can be seen as a line, without being part of the recipe', async () => {
    const tracks = page.getByRole('region', { name: 'Tracks' })
    await tracks.getByRole('combobox').or(tracks.locator('input').first()).first().click()
    await page.keyboard.type('pitch and')
    await page.getByRole('option', { name: 'Pitch and voicing (Hz)' }).click()
    await page.keyboard.press('Escape')
    await expectPainted(page, 'Tracks pitch')
    await expectPainted(page, 'Tracks voicing')
    expect((await workbench.engine.project.current())?.recipe.extras).toEqual([])
  })

  test('a recipe goes out of the form as text and comes back', async () => {
    await page.getByRole('button', { name: 'Copy, save or open a recipe' }).click()
    await page.getByText('Paste a recipe…').click()
    const dialog = page.getByRole('dialog', { name: 'Take a recipe from JSON' })
    await dialog.getByLabel('Recipe').fill('{"coefficients": 99}')
    await dialog.getByRole('button', { name: 'Take it' }).click()
    await dialog.getByText(/no recipe at coefficients/).waitFor()
    expect(await seriousFindings(page, 'A recipe that cannot be read')).toEqual([])
    await dialog.getByLabel('Recipe').fill('{"coefficients": 7}')
    await dialog.getByRole('button', { name: 'Take it' }).click()
    await page.getByText('6 values a frame, c1 to c6').waitFor()
    await page.getByRole('button', { name: 'Back', exact: true }).click()
    await page.getByText('19 values a frame, c1 to c19').waitFor()
  })

  test('normalization by the project measures it first, and then can be applied', async () => {
    await page.getByRole('button', { name: /^Normalization/ }).click()
    await page.getByLabel('Normalization', { exact: true }).selectOption('project')
    const measure = page.getByRole('button', { name: 'Measure the project’s statistics' })
    expect(await page.getByRole('button', { name: 'Apply', exact: true }).isDisabled()).toBe(true)
    await measure.click()
    await page.getByText('mean and deviation of 19 columns').waitFor({ timeout: 60_000 })
    expect(await page.getByRole('button', { name: 'Apply', exact: true }).isDisabled()).toBe(false)
    await page.getByRole('button', { name: 'Back', exact: true }).click()
  })
})
