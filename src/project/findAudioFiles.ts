import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, extname, join, resolve, sep } from 'node:path'
import { audioExtensions } from '../audio/audioExtensions'
import { Project } from './project'

export interface FoundFile {
  readonly path: string
  readonly bytes: number
}

export interface FoundFiles {
  readonly files: readonly FoundFile[]
  readonly skipped: readonly { readonly path: string; readonly reason: string }[]
}

/**
 * The audio files under the given files and folders, each once, in the order of their names. Inside folders only names
 * with an audio extension are taken; a file that is named itself is always taken, so that its error is told rather
 * than hidden. Hidden files, and projects of our own, are not searched; a folder that links lead to is searched once.
 */
export async function findAudioFiles(paths: readonly string[]): Promise<FoundFiles> {
  const files = new Map<string, FoundFile>()
  const skipped: { path: string; reason: string }[] = []
  const searched = new Set<string>()

  async function folder(path: string): Promise<void> {
    if (Project.isProject(path)) {
      skipped.push({ path, reason: 'a Cepstra project, not recordings' })
      return
    }
    const place = await realpath(path)
    if (searched.has(place)) return
    searched.add(place)
    const entries = await readdir(path, { withFileTypes: true })
    entries.sort((a, b) => (a.name < b.name ? -1 : 1))
    for (const entry of entries) {
      const child = join(path, entry.name)
      if (entry.name.startsWith('.')) continue
      // A link may lead to a folder; only what it leads to tells. A link that leads upward would go round for ever.
      if (entry.isDirectory() || (entry.isSymbolicLink() && (await leadsToFolder(child, path)))) await named(child)
      else if (!audioExtensions.has(extname(entry.name).toLowerCase())) {
        skipped.push({
          path: child,
          reason: `not an audio file by its name (${extname(entry.name) || 'no extension'})`,
        })
      } else await named(child)
    }
  }

  async function named(path: string): Promise<void> {
    try {
      const facts = await stat(path)
      if (facts.isDirectory()) await folder(path)
      else if (facts.isFile()) files.set(path, { path, bytes: facts.size })
      else skipped.push({ path, reason: 'neither a file nor a folder' })
    } catch (error) {
      const why = error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'not there' : String(error)
      skipped.push({ path, reason: `${basename(path)} cannot be read: ${why}` })
    }
  }

  for (const path of paths) await named(resolve(path))
  return { files: [...files.values()], skipped }
}

/** Whether a link leads to a folder that does not hold the link itself. */
async function leadsToFolder(link: string, folder: string): Promise<boolean> {
  try {
    const [target, from] = await Promise.all([realpath(link), realpath(folder)])
    return !`${from}${sep}`.startsWith(`${target}${sep}`) && (await stat(target)).isDirectory()
  } catch {
    return false
  }
}
