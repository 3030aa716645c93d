import { extname, resolve } from 'node:path'
import { CepstraError, isCepstraError } from '../../cepstraError'
import type { FoundFile, FoundFiles } from '../../project/findAudioFiles'
import { fileOf, givenFormat, isContainer } from '../../project/givenPath'
import type { LabelRule } from '../../project/labelRule'
import type { Project } from '../../project/project'
import type { ReadingContext } from './jobContext'

/** The recordings under some paths that a project can take in. */
export interface FoundRecordings {
  /** Of a file that holds the features of many recordings, one entry each. */
  readonly files: readonly FoundFile[]
  /** Whether they are features that another program made, and not sound. */
  readonly given: boolean
  readonly skipped: FoundFiles['skipped']
}

/**
 * Looks for recordings. A project is either one of sound or one of features that another program made, which have no way
 * to each other: what it holds already decides, and in an empty one whether any sound is found.
 *
 * @param project null where none is open.
 * @param labels a CSV of labels among the files is none of features.
 */
export async function findRecordings(
  paths: readonly string[],
  project: Project | null,
  run: ReadingContext['run'],
  labels?: LabelRule,
): Promise<FoundRecordings> {
  const { files, featureFiles, skipped } = await run('findFiles', { paths })
  const labelFile = labels?.from === 'csv' ? resolve(labels.file) : null
  const candidates = featureFiles.filter(({ path }) => path !== labelFile)
  const isEmpty = !project || project.recordings.count('training') + project.recordings.count('query') === 0
  const given = Boolean(project?.recipe.given) || (isEmpty && files.length === 0 && candidates.length > 0)
  const [taken, left] = given ? [await expanded(candidates, run), files] : [files, candidates]
  const reasonOf = (path: string): string => {
    if (given) return 'not features: those of this project were made by another program'
    // A table beside sound is likelier a list of labels.
    return givenFormat(path) === 'features/csv'
      ? `not an audio file by its name (${extname(path)})`
      : 'features that another program made, not sound; they need a project of their own'
  }
  // What is of the other kind is told first: it is likelier to have been meant.
  return { files: taken, given, skipped: [...left.map(({ path }) => ({ path, reason: reasonOf(path) })), ...skipped] }
}

/** The error where no recordings were found. */
export function nothingFound(paths: readonly string[], { given, skipped }: FoundRecordings): CepstraError {
  const example = skipped[0] ? ` (${skipped[0].path}: ${skipped[0].reason})` : ''
  const what = given ? 'features' : 'audio files'
  return new CepstraError(
    'NOTHING_TO_DO',
    `No ${what} were found in ${paths.join(', ')}${example}. Choose a folder that holds recordings.`,
  )
}

/** Files that hold many recordings in the place of which those stand; what is read through another file is left out. */
async function expanded(files: readonly FoundFile[], run: ReadingContext['run']): Promise<FoundFile[]> {
  const found: FoundFile[] = []
  const throughScripts = new Set<string>()
  for (const file of files) {
    if (!isContainer(file.path)) {
      found.push(file)
      continue
    }
    try {
      const { paths, archives } = await run('listGiven', file.path)
      for (const archive of archives) throughScripts.add(archive)
      for (const path of paths) found.push({ ...file, path })
    } catch (error) {
      if (!isCepstraError(error) || error.code === 'CANCELLED') throw error
      // It is taken in as one that cannot be read, with a note that says why.
      found.push(file)
    }
  }
  return found.filter(({ path }) => !throughScripts.has(fileOf(path)))
}
