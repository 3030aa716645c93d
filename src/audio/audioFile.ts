import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { CepstraError } from '../cepstraError'

/** A file open for reading at any position. */
export interface AudioFile {
  readonly path: string
  /** The name without its folder, for messages. */
  readonly name: string
  readonly size: number
  /** The bytes at `position`, fewer where the file ends; always a fresh buffer that begins at byte offset 0. */
  read(position: number, length: number): Promise<Buffer>
  close(): Promise<void>
}

/**
 * A file up to this long is read at once. Opening, sniffing and parsing it takes some ten small reads, each of which would
 * go through another thread and take longer than decoding half a second of sound.
 */
const smallBytes = 1 << 17

/**
 * Throws FILE_NOT_FOUND, FILE_UNREADABLE or, for a file of zero length, AUDIO_EMPTY.
 *
 * @param content all that is in the file, where somebody has read it already.
 */
export async function openFile(path: string, content?: Buffer): Promise<AudioFile> {
  const name = basename(path)
  let handle: FileHandle | null = null
  let whole: Buffer | null = content ?? null
  let size = content?.length ?? 0
  try {
    if (!content) size = sizeOf(path, name)
    if (size === 0) {
      throw new CepstraError('AUDIO_EMPTY', `${name} is empty: it has 0 bytes. Copy or record it again.`)
    }
    if (size <= smallBytes) whole ??= readSmall(path, size)
    if (!whole) handle = await open(path, 'r')
  } catch (error) {
    throw asFileError(error, path, name)
  }
  let closed = false
  return {
    path,
    name,
    size,
    async read(position, length) {
      if (whole) {
        const from = whole.byteOffset + Math.min(position, whole.length)
        return Buffer.from(whole.buffer.slice(from, from + Math.min(length, whole.byteOffset + whole.length - from)))
      }
      const wanted = Math.max(0, Math.min(length, size - position))
      // Not from the shared pool: typed arrays of 4 and 8 byte numbers are laid over these bytes.
      const buffer = Buffer.from(new ArrayBuffer(wanted))
      let filled = 0
      try {
        while (handle && filled < wanted) {
          const { bytesRead } = await handle.read(buffer, filled, wanted - filled, position + filled)
          if (bytesRead === 0) break
          filled += bytesRead
        }
      } catch (error) {
        throw asFileError(error, path, name)
      }
      return filled === wanted ? buffer : buffer.subarray(0, filled)
    },
    async close() {
      if (closed) return
      closed = true
      whole = null
      await handle?.close()
    },
  }
}

/** How long an ordinary file is. */
function sizeOf(path: string, name: string): number {
  // A pipe or a device would block or never end, so it is refused before it is opened.
  const found = statSync(path)
  if (found.isFile()) return found.size
  const kind = found.isDirectory() ? 'a folder' : 'not an ordinary file'
  throw new CepstraError('FILE_UNREADABLE', `${name} cannot be read: it is ${kind}. Give the path of an audio file.`)
}

/**
 * What a file holds, at most `size` bytes: less where it has become shorter since.
 *
 * @param memory takes it, where somebody has room that is used again and again.
 */
export function readSmall(path: string, size: number, memory = Buffer.allocUnsafeSlow(size)): Buffer {
  const file = openSync(path, 'r')
  try {
    let filled = 0
    for (let more = -1; more !== 0 && filled < size; filled += more) {
      more = readSync(file, memory, filled, size - filled, filled)
    }
    return memory.subarray(0, filled)
  } finally {
    closeSync(file)
  }
}

function asFileError(error: unknown, path: string, name: string): unknown {
  if (error instanceof CepstraError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new CepstraError(
      'FILE_NOT_FOUND',
      `${name} is not there: no file at ${path}. It may have been moved or renamed; import it again.`,
      { cause: error },
    )
  }
  const why =
    code === 'EACCES' || code === 'EPERM' ? 'permission was denied' : `the system says ${code || String(error)}`
  return new CepstraError(
    'FILE_UNREADABLE',
    `${name} cannot be read: ${why}. Check the permissions of the file and whether its disk is still connected.`,
    { cause: error },
  )
}
