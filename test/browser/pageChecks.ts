import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { root } from './workbench'

const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8')

/** Asks until the answer is not null; the engine works while the page waits. */
export async function eventually<T>(ask: () => Promise<T | null | undefined>, what: string, seconds = 90): Promise<T> {
  const until = Date.now() + seconds * 1000
  while (Date.now() < until) {
    const answer = await ask()
    if (answer !== null && answer !== undefined) return answer
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`Waited ${seconds} s for ${what}.`)
}

/** How many of a chart's pixels differ from the most common one: an empty canvas has none. */
async function paintedPixels(page: Page, name: string): Promise<number> {
  return page.getByRole('img', { name: new RegExp(`^${name}:`) }).evaluate((chart) => {
    const canvas = chart.querySelector('canvas')
    const drawing = canvas?.getContext('2d')
    if (!canvas || !drawing) return 0
    const pixels = new Uint32Array(drawing.getImageData(0, 0, canvas.width, canvas.height).data.buffer)
    const counts = new Map<number, number>()
    for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
    return pixels.length - Math.max(...counts.values())
  })
}

export async function expectPainted(page: Page, name: string): Promise<void> {
  await eventually(
    async () => ((await paintedPixels(page, name)) > 300 ? true : null),
    `the chart ${name} to be drawn`,
    20,
  )
}

/** What axe finds that people are kept out by. */
export async function seriousFindings(page: Page, where: string): Promise<string[]> {
  await page.evaluate(axe)
  const findings = await page.evaluate(async () => {
    const { axe: checker } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> }
    }
    return (await checker.run()).violations
  })
  return findings
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${where}: ${id}: ${nodes[0]?.html.slice(0, 160) ?? ''}`)
}

const settleSeconds = 10

/** What axe still finds when the page has come to rest: after a change of theme, colors are on their way for a while. */
export async function settledFindings(page: Page, where: string): Promise<string[]> {
  for (const until = Date.now() + settleSeconds * 1000; ;) {
    const findings = await seriousFindings(page, where)
    if (findings.length === 0 || Date.now() > until) return findings
    await page.waitForTimeout(500)
  }
}
