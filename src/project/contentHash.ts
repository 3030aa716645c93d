import { createHash, hash } from 'node:crypto'
import { createReadStream } from 'node:fs'

/** SHA-256 of a file's bytes, in hex. */
export function contentHash(content: Uint8Array): string {
  return hash('sha256', content)
}

/** The same of a long file, which is read as a stream, so that memory does not grow with it. */
export async function streamedContentHash(path: string): Promise<string> {
  const digest = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) digest.update(chunk as Buffer)
  return digest.digest('hex')
}
