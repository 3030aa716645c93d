import { readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, extname, join, resolve } from 'node:path'
import { audioExtensions } from '../../audio/audioExtensions'
import { CepstraError } from '../../cepstraError'
import { givenFormat } from '../../project/givenPath'
import { Project } from '../../project/project'
import type { EngineEvent, Outputs } from '../contract'
import { calls } from './base'

type FolderEntry = Outputs['system']['listFolder']['entries'][number]

export const systemCalls = {
  info: calls.system.info.handler(({ context }) => ({
    version: context.version,
    shell: context.shell,
    home: homedir(),
    samplesAvailable: context.samplesFolder !== null,
  })),

  events: calls.system.events.handler(async function* ({ context, signal }): AsyncGenerator<EngineEvent> {
    const events = context.events.listen(signal)
    for (const job of context.session.current?.jobs.list() ?? []) yield { type: 'job', job }
    yield* events
  }),

  listFolder: calls.system.listFolder.handler(async ({ input }) => {
    const path = resolve(input.path ?? homedir())
    const names = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error)
      throw new CepstraError('FILE_NOT_FOUND', `The folder ${path} cannot be listed: ${why}`)
    })
    const entries: FolderEntry[] = []
    for (const name of names) {
      if (name.name.startsWith('.')) continue
      const child = join(path, name.name)
      const facts = await stat(child).catch(() => null)
      if (facts)
        entries.push({ name: name.name, path: child, kind: kindOf(child, facts.isDirectory()), bytes: facts.size })
    }
    entries.sort(
      (a, b) => Number(isFolder(b)) - Number(isFolder(a)) || a.name.localeCompare(b.name, 'en', { numeric: true }),
    )
    const parent = dirname(path)
    return { path, parent: parent === path ? null : parent, entries }
  }),
}

function isFolder({ kind }: FolderEntry): boolean {
  return kind === 'folder' || kind === 'project'
}

function kindOf(path: string, isDirectory: boolean): FolderEntry['kind'] {
  if (isDirectory) return Project.isProject(path) ? 'project' : 'folder'
  // A table may be anything; one of features is found through its folder.
  const format = givenFormat(path)
  const isGiven = format !== null && format !== 'features/csv'
  return isGiven || audioExtensions.has(extname(path).toLowerCase()) ? 'audio' : 'other'
}
