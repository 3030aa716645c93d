import { isCepstraError } from '../cepstraError'
import type { WireError } from './contract'

/**
 * An error as it is shown and stored: expected ones keep their code and sentence, the others become INTERNAL with the
 * stack as details to copy.
 */
export function wireErrorOf(error: unknown): WireError {
  if (isCepstraError(error)) return { code: error.code, message: error.message }
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return {
    code: 'INTERNAL',
    message: 'Something went wrong inside Cepstra. Your project is unharmed; please copy the details into a report.',
    details,
  }
}
