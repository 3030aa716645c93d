import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Rectangle } from 'electron'
import { z } from 'zod'

const pixels = z.number().int()

const windowState = z.object({
  bounds: z.object({ x: pixels, y: pixels, width: pixels.min(1), height: pixels.min(1) }),
  maximized: z.boolean(),
})

/** Where a window stood, in screen pixels; `bounds` are those it has when it is not maximized. */
export type WindowState = z.infer<typeof windowState>

/** The state as it was kept, or null where there is none that can be read. */
export function readWindowState(path: string): WindowState | null {
  try {
    return windowState.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null
  }
}

/** Replaces the kept state as a whole: a crash leaves the old file or the new one, never half of one. */
export function writeWindowState(path: string, state: WindowState): void {
  const unfinished = `${path}.${process.pid}.tmp`
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(unfinished, JSON.stringify(state))
  renameSync(unfinished, path)
}

// Enough of the window's top edge to take hold of it with the pointer.
const graspWidth = 100
const graspHeight = 40

/** Whether a window at `bounds` could be seen and moved on one of the displays that are there now. */
export function isReachable(bounds: Rectangle, workAreas: readonly Rectangle[]): boolean {
  return workAreas.some((area) => {
    const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x)
    const topIsInside = bounds.y >= area.y && bounds.y + graspHeight <= area.y + area.height
    return width >= graspWidth && topIsInside
  })
}
