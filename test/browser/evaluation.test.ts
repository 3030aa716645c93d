import { chromium, type Browser, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually, expectPainted, settledFindings } from './pageChecks'
import { findChromium, startWorkbench, type Workbench } from './workbench'

// What an evaluation measured, beside what the engine tells of it: the errors under a drag, two runs, the recordings behind.

const found = findChromium()

let workbench: Workbench
let browser: Browser
let page: Page
let evaluationId: number

type Point = { readonly threshold: number | null; readonly falseAccept: number; readonly falseReject: number }

async function evaluated(components: number, group: 'recording' | 'label'): Promise<number> {
  const { jobId } = await workbench.engine.jobs.start({
    request: { kind: 'evaluate', folds: 3, components, group, lengths: [1], trainingMinutes: [] },
  })
  const job = await eventually(
    async () => {
      const told = await workbench.engine.jobs.get({ id: jobId })
      return told.state === 'queued' || told.state === 'running' ? null : told
    },
    'the end of the evaluation',
    150,
  )
  expect(job.state, job.error?.message).toBe('done')
  if (job.resultId === null) throw new Error('the evaluation tells no result')
  return job.resultId
}

async function openSetPoints(): Promise<readonly Point[]> {
  const { figures } = await workbench.engine.evaluations.get({ id: evaluationId })
  const headline = figures?.scorers.find(({ scorer, adapted }) => {
    return scorer === figures.scorer && adapted === figures.adapted
  })
  if (!headline?.openSet) throw new Error('strangers were not measured')
  return headline.openSet.det
}

/** The point whose rates the page promises, which must be one of the curve. */
async function promised(points: readonly Point[]): Promise<number> {
  const words = await page.locator('.promise').innerText()
  const [accepts, rejects] = [...words.matchAll(/(\d+\.\d) %/g)].map(([, digits]) => digits)
  const threshold = /threshold of (\S+),/.exec(words)?.[1].replace('−', '-') ?? null
  const index = points.findIndex(
    (point) => (point.threshold === null ? null : point.threshold.toFixed(3)) === threshold,
  )
  expect(index, words).toBeGreaterThanOrEqual(0)
  expect([accepts, rejects]).toEqual([
    (points[index].falseAccept * 100).toFixed(1),
    (points[index].falseReject * 100).toFixed(1),
  ])
  return index
}

async function drag(chart: string, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const canvas = page.getByRole('img', { name: new RegExp(`^${chart}:`) })
  await canvas.scrollIntoViewIfNeeded()
  const box = await canvas.boundingBox()
  if (!box) throw new Error(`${chart} is not on the page`)
  await page.mouse.move(box.x + from[0] * box.width, box.y + from[1] * box.height)
  await page.mouse.down()
  await page.mouse.move(box.x + to[0] * box.width, box.y + to[1] * box.height, { steps: 6 })
  await page.mouse.up()
}

describe.skipIf('reason' in found)(`an evaluation${'reason' in found ? ` (skipped: ${found.reason})` : ''}`, () => {
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
    await evaluated(1, 'recording')
    evaluationId = await evaluated(2, 'label')
    await page.getByRole('navigation').getByRole('button', { name: 'Evaluate' }).click()
    await page.getByRole('heading', { name: /accuracy/ }).waitFor()
  }, 400_000)
  afterAll(async () => {
    await browser?.close()
    await workbench?.stop()
  })

  test('says what it was measured on, and sets the scorers side by side', async () => {
    const { accuracy, description, figures } = await workbench.engine.evaluations.get({ id: evaluationId })
    if (!figures) throw new Error('there are no figures')
    const headline = await page.locator('.headline').innerText()
    expect(headline).toContain(`${(accuracy * 100).toFixed(1)} %`)
    expect(headline).toContain(description)
    await page.getByText(figures.recommendation).waitFor()
    const table = page.getByRole('table', { name: 'Scorers side by side' })
    expect(await table.locator('tbody tr').count()).toBe(figures.scorers.length)
    const measured = figures.scorers.find(({ scorer, adapted }) => {
      return scorer === figures.scorer && adapted === figures.adapted
    })
    const recommended = await table.getByRole('row', { name: /recommended/ }).innerText()
    expect(recommended).toContain(`${((measured?.openSet?.equalErrorRate ?? NaN) * 100).toFixed(1)} %`)
    await expectPainted(page, 'Accuracy by length')
  })

  test('promises, under a drag of either chart, the error rates of a point of the curve', async () => {
    const points = await openSetPoints()
    await expectPainted(page, 'DET curve')
    await expectPainted(page, 'Scores')
    const equal = await promised(points)
    await drag('Scores', [0.5, 0.6], [0.85, 0.6])
    const strict = await promised(points)
    expect(points[strict].falseAccept).toBeLessThanOrEqual(points[equal].falseAccept)
    expect(strict).not.toBe(equal)
    await drag('DET curve', [0.3, 0.3], [0.9, 0.85])
    const lenient = await promised(points)
    expect(points[lenient].falseAccept).toBeGreaterThan(points[strict].falseAccept)
    expect(points[lenient].falseReject).toBeLessThanOrEqual(points[strict].falseReject)
  })

  test('moves from point to point by keys alone', async () => {
    const points = await openSetPoints()
    const slider = page.getByRole('slider', { name: 'Operating point' })
    await slider.focus()
    await page.keyboard.press('Home')
    expect(await promised(points)).toBe(0)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    expect(await promised(points)).toBe(2)
    await page
      .getByRole('table', { name: 'Operating points' })
      .getByRole('button', { name: 'Both errors alike' })
      .click()
    const at = await promised(points)
    const apart = ({ falseAccept, falseReject }: Point): number => Math.abs(falseAccept - falseReject)
    expect(apart(points[at])).toBe(Math.min(...points.map(apart)))
  })

  test('leads back to the recordings that a threshold refuses', async () => {
    const points = await openSetPoints()
    const { threshold } = points[await promised(points)]
    const expected = await workbench.engine.evaluations.recordings({
      id: evaluationId,
      known: true,
      score: { of: 'best', ...(threshold === null ? {} : { to: threshold }) },
    })
    await page.getByRole('button', { name: 'List known voices refused' }).click()
    const list = page.getByRole('region', { name: 'Recordings behind a figure' })
    await list.getByText(new RegExp(`^${expected.length === 0 ? 'There is no' : expected.length} `)).waitFor()
    expect(await list.getByRole('listitem').count()).toBe(expected.length)
  })

  test('is compared with another over the same recordings', async () => {
    const other = (await workbench.engine.evaluations.list()).find(({ id }) => id !== evaluationId)
    if (!other) throw new Error('there is no other evaluation')
    const told = await workbench.engine.evaluations.compare({ first: evaluationId, second: other.id })
    await page.getByLabel('Compare with', { exact: true }).selectOption(String(other.id))
    const comparison = page.getByRole('region', { name: 'Comparison of two evaluations' })
    await comparison.getByRole('heading', { name: told.outcome }).waitFor()
    const counts = await comparison.getByRole('table', { name: 'What both did with the same recordings' }).innerText()
    for (const count of [told.bothRight, told.onlyFirstRight, told.onlySecondRight, told.bothWrong])
      expect(counts).toMatch(new RegExp(`\\b${count}\\b`))
    if (told.disagreements.length > 0) {
      await comparison
        .getByRole('button', { name: `Play ${told.disagreements[0].name}` })
        .first()
        .click()
      await page.getByRole('region', { name: 'Player' }).getByRole('button', { name: 'Pause' }).waitFor()
    }
  })

  test('has no serious finding, in either theme', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await settledFindings(page, `Evaluation, ${colorScheme}`)).toEqual([])
    }
  })
})
