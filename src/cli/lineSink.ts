import { once } from 'node:events'
import { open, type FileHandle } from 'node:fs/promises'
import { CepstraError } from '../cepstraError'

/** Where lines go as they come. */
export interface LineSink extends AsyncDisposable {
  /** Resolves once there is room for more. Lines are written whole; after the reader has gone they are dropped. */
  write(lines: readonly string[]): Promise<void>
  /** Aborted when nobody reads any more, as after `| head`. */
  readonly gone: AbortSignal
}

/**
 * Lines to a file, which is begun anew, or to stdout.
 *
 * @throws CepstraError NOT_WRITABLE, here or from `write`.
 */
export async function lineSink(path: string | undefined): Promise<LineSink> {
  return path === undefined ? standardOutput() : fileOf(path)
}

function standardOutput(): LineSink {
  const { stdout } = process
  const gone = new AbortController()
  const hear = (error: NodeJS.ErrnoException): void => {
    if (error.code === 'EPIPE') gone.abort()
  }
  stdout.on('error', hear)
  return {
    gone: gone.signal,
    write: async (lines) => {
      if (lines.length === 0 || gone.signal.aborted || stdout.write(`${lines.join('\n')}\n`)) return
      await Promise.race([once(stdout, 'drain', { signal: gone.signal }), once(gone.signal, 'abort')]).catch(
        () => undefined,
      )
    },
    [Symbol.asyncDispose]: () => {
      stdout.off('error', hear)
      return Promise.resolve()
    },
  }
}

async function fileOf(path: string): Promise<LineSink> {
  const refuse = (error: unknown): never => {
    const why = error instanceof Error ? error.message : String(error)
    throw new CepstraError('NOT_WRITABLE', `The answers cannot be written to ${path}: ${why}. Choose another --output.`)
  }
  const file: FileHandle = await open(path, 'w').catch(refuse)
  return {
    gone: new AbortController().signal,
    write: async (lines) => {
      if (lines.length > 0) await file.appendFile(`${lines.join('\n')}\n`).catch(refuse)
    },
    [Symbol.asyncDispose]: () => file.close(),
  }
}
