import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Removes the `*.part` files below a folder: what a program was writing when it was killed. They were never taken for
 * anything finished, but they take up space. Only whoever holds the project's lock may do this, since to others such
 * a file may be one that is being written. Those that bear this process's own number are let be for the same reason.
 */
export function removeUnfinishedFiles(folder: string): void {
  let entries
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    // A folder that is not there, or may not be read, keeps nobody from opening the project.
    return
  }
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) removeUnfinishedFiles(path)
    else if (entry.isFile() && entry.name.endsWith('.part') && !entry.name.includes(`.${process.pid}-`))
      rmSync(path, { force: true })
  }
}
