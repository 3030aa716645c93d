import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { Project } from '../project/project'
import { programFolders } from './log'

const listSchema = z.array(z.object({ path: z.string(), openedAt: z.number() }))
const longestList = 12

export interface RecentProject {
  readonly path: string
  readonly name: string
  readonly openedAt: number
  readonly exists: boolean
}

function file(): string {
  return join(programFolders().data, 'recent.json')
}

function read(): z.infer<typeof listSchema> {
  try {
    return listSchema.parse(JSON.parse(readFileSync(file(), 'utf8')))
  } catch {
    // A list that is not there yet, or was damaged, is worth no more than an empty one.
    return []
  }
}

function write(list: z.infer<typeof listSchema>): void {
  mkdirSync(programFolders().data, { recursive: true })
  const unfinished = `${file()}.part`
  writeFileSync(unfinished, JSON.stringify(list, null, 1))
  renameSync(unfinished, file())
}

/** The projects opened last, the latest first. */
export function recentProjects(): RecentProject[] {
  return read().map(({ path, openedAt }) => ({ path, openedAt, name: basename(path), exists: Project.isProject(path) }))
}

export function rememberProject(path: string): void {
  const others = read().filter((entry) => entry.path !== path)
  write([{ path, openedAt: Date.now() }, ...others].slice(0, longestList))
}

export function forgetProject(path: string): void {
  write(read().filter((entry) => entry.path !== path))
}
