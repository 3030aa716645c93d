import { basename, extname } from 'node:path'

/** How features that another program made are called in a recording's `format`, by the extension of their file. */
const formats: ReadonlyMap<string, string> = new Map([
  ['.npy', 'features/npy'],
  ['.npz', 'features/npz'],
  ['.csv', 'features/csv'],
  ['.tsv', 'features/csv'],
  ['.ark', 'features/kaldi'],
  ['.scp', 'features/kaldi'],
  ['.htk', 'features/htk'],
  ['.mfc', 'features/htk'],
])

/** Extensions of files that may hold features, in lower case with the dot. */
export const featureExtensions: ReadonlySet<string> = new Set(formats.keys())

/** Those that may hold the features of many recordings. */
const containers: ReadonlySet<string> = new Set(['.npz', '.ark', '.scp'])

export function isContainer(file: string): boolean {
  return containers.has(extname(file).toLowerCase())
}

/** Whether a recording of that format is given by its features, without sound. */
export function isGivenFormat(format: string | null): boolean {
  return format !== null && format.startsWith('features/')
}

/** The format of the features in a file, by its name. */
export function givenFormat(file: string): string | null {
  return formats.get(extname(file).toLowerCase()) ?? null
}

/** The path of a recording that is one of many in a file, such as `feats.ark:utterance`. */
export function memberPath(file: string, member: string): string {
  return `${file}:${member}`
}

const memberPattern = /^(.*?\.(?:npz|ark|scp)):(.+)$/is

/** The file that a recording's path leads to, and the recording's name in it where the file holds many. */
export function splitPath(path: string): { readonly file: string; readonly member: string | null } {
  const [, file = path, member = null] = memberPattern.exec(path) ?? []
  return { file, member }
}

/** The file on the disk that a recording's path leads to. */
export function fileOf(path: string): string {
  return splitPath(path).file
}

/** A recording's name for a pattern to be matched with: without folders and extension. */
export function bareName(path: string): string {
  const { file, member } = splitPath(path)
  return member ?? basename(file, extname(file))
}
