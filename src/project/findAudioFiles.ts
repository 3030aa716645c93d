import { readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, extname, join, resolve, sep } from 'node:path'
import { audioExtensions } from '../audio/audioExtensions'
import { featureExtensions } from './givenPath'
import { Project } from './project'

export interface FoundFile {
  readonly path: string
  readonly bytes: number
  readonly modifiedMs: number
}

export interface FoundFiles {
  readonly files: readonly FoundFile[]
  /** By their names, features that another program made. */
  readonly featureFiles: readonly FoundFile[]
  readonly skipped: readonly { readonly path: string; readonly reason: string }[]
}

/**
 * The audio files under the given files and folders, each once, in the order of their names. Inside folders only names
 * with an audio extension or one of features are taken; a file that is named itself is always taken, so that its error is told rather
 * than hidden. Hidden files, and projects of our own, are not searched; a folder that links lead to is searched once.
 * It waits for the disk, so a thread that has other things to do lets another do this.
 */
export function findAudioFiles(paths: readonly string[]): FoundFiles {
  const files = new Map<string, FoundFile>()
  const featureFiles = new Map<string, FoundFile>()
  const skipped: { path: string; reason: string }[] = []
  const searched = new Set<string>()

  function folder(path: string): void {
    if (Project.isProject(path)) {
      skipped.push({ path, reason: 'a Cepstra project, not recordings' })
      return
    }
    const place = realpathSync(path)
    if (searched.has(place)) return
    searched.add(place)
    const entries = readdirSync(path, { withFileTypes: true })
    entries.sort((a, b) => (a.name < b.name ? -1 : 1))
    for (const entry of entries) {
      const child = join(path, entry.name)
      if (entry.name.startsWith('.')) continue
      // A link may lead to a folder; only what it leads to tells. A link that leads upward would go round for ever.
      if (entry.isDirectory() || (entry.isSymbolicLink() && leadsToFolder(child, path))) named(child)
      else if (!isTaken(entry.name)) {
        skipped.push({
          path: child,
          reason: `not an audio file by its name (${extname(entry.name) || 'no extension'})`,
        })
      } else named(child)
    }
  }

  function named(path: string): void {
    try {
      const facts = statSync(path)
      if (facts.isDirectory()) folder(path)
      else if (facts.isFile()) {
        const isFeatures = featureExtensions.has(extname(path).toLowerCase())
        const found = isFeatures ? featureFiles : files
        found.set(path, { path, bytes: facts.size, modifiedMs: facts.mtimeMs })
      } else skipped.push({ path, reason: 'neither a file nor a folder' })
    } catch (error) {
      const why = error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'not there' : String(error)
      skipped.push({ path, reason: `${basename(path)} cannot be read: ${why}` })
    }
  }

  for (const path of paths) named(resolve(path))
  return { files: [...files.values()], featureFiles: [...featureFiles.values()], skipped }
}

function isTaken(name: string): boolean {
  const extension = extname(name).toLowerCase()
  return audioExtensions.has(extension) || featureExtensions.has(extension)
}

/** Whether a link leads to a folder that does not hold the link itself. */
function leadsToFolder(link: string, folder: string): boolean {
  try {
    const [target, from] = [realpathSync(link), realpathSync(folder)]
    return !`${from}${sep}`.startsWith(`${target}${sep}`) && statSync(target).isDirectory()
  } catch {
    return false
  }
}
