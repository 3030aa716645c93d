import { open } from 'node:fs/promises'
import { notWritable } from './notWritable'

/**
 * Resolves once the system has written a file out, so that what refers to it afterwards does so also after a power cut.
 *
 * @param what the thing in the file, such as "Features".
 * @throws CepstraError NOT_WRITABLE
 */
export async function flushToDisk(what: string, path: string): Promise<void> {
  try {
    // Windows flushes only what may be written.
    await using file = await open(path, 'r+')
    await file.datasync()
  } catch (error) {
    throw notWritable(what, path, error)
  }
}
