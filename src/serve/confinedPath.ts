import { resolve, sep } from 'node:path'

/**
 * The place of a relative path below a folder, or null where the path would lead out of it. Accepts the forward slashes
 * of addresses on every system; refuses absolute paths, backslashes, empty and dotted segments, and control characters.
 */
export function confinedPath(folder: string, relativePath: string): string | null {
  const segments = relativePath.split('/')
  const fine = segments.every(
    (segment) =>
      segment !== '' &&
      !segment.startsWith('.') &&
      !/[\\:*?"<>|]/.test(segment) &&
      [...segment].every((character) => character.charCodeAt(0) >= 32),
  )
  if (!fine) return null
  const place = resolve(folder, ...segments)
  return place.startsWith(resolve(folder) + sep) ? place : null
}
