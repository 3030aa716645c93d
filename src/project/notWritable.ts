import { CepstraError } from '../cepstraError'

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'permission was denied',
  EPERM: 'permission was denied',
  ENOENT: 'its folder is not there',
  ENOTDIR: 'something on the way there is not a folder',
}

/**
 * What the system said to a failed write, as a NOT_WRITABLE failure for a person. What is no error of the system, such
 * as a CepstraError, is handed back as it is.
 *
 * @param what the thing that was to be written, such as "The export".
 */
export function notWritable(what: string, path: string, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return error
  const why = reasons[String(error.code)] ?? error.message
  return new CepstraError(
    'NOT_WRITABLE',
    `${what} cannot be written to ${path}: ${why}. Make room or choose another place, then try again.`,
    { cause: error },
  )
}
