import { resolve, sep } from 'node:path'

// A colon after a letter is a drive to Windows, and after a name a hidden stream of the file.
const forbidden = process.platform === 'win32' ? /[\\:*?"<>|]|[. ]$/ : /\\/

/**
 * The place of a relative path below a folder, or null where the path would lead out of it. Accepts the forward slashes
 * of addresses on every system; refuses absolute paths, backslashes, empty and dotted segments, control characters, and
 * on Windows what its file names cannot hold.
 */
export function confinedPath(folder: string, relativePath: string): string | null {
  const segments = relativePath.split('/')
  const fine = segments.every(
    (segment) =>
      segment !== '' &&
      !segment.startsWith('.') &&
      !forbidden.test(segment) &&
      [...segment].every((character) => character.charCodeAt(0) >= 32),
  )
  if (!fine) return null
  const place = resolve(folder, ...segments)
  return place.startsWith(resolve(folder) + sep) ? place : null
}
