import { readFile, writeFile } from 'node:fs/promises'
import { CepstraError } from '../cepstraError'

/** Writes a file of an answer. @throws CepstraError NOT_WRITABLE */
export async function writeOut(path: string, content: Uint8Array | string): Promise<void> {
  await writeFile(path, content).catch((error: unknown) => {
    throw new CepstraError('NOT_WRITABLE', `${path} could not be written: ${why(error)}. Choose another place.`, {
      cause: error,
    })
  })
}

/** Reads a text file that an option names. @throws CepstraError FILE_NOT_FOUND, FILE_UNREADABLE */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') {
      throw new CepstraError('FILE_NOT_FOUND', `There is no file ${path}. Check its name and folder.`, { cause: error })
    }
    throw new CepstraError('FILE_UNREADABLE', `${path} cannot be read: ${why(error)}. Choose another file.`, {
      cause: error,
    })
  }
}

function why(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
