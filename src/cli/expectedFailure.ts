import { ORPCError } from '@orpc/client'
import { isCepstraError } from '../cepstraError'

/** A failure that a person can do something about; null for everything that is a fault of the program. */
export function expectedFailure(error: unknown): { code: string; message: string } | null {
  if (isCepstraError(error)) return { code: error.code, message: error.message }
  if (!(error instanceof ORPCError)) return null
  const { code, message, data } = error as ORPCError<string, unknown>
  if (code === 'BAD_REQUEST') return { code: 'OPTIONS_INVALID', message: invalidInput(data) ?? message }
  return code.startsWith('INTERNAL') ? null : { code, message }
}

/** What the contract found wrong with a call's input, such as `name: Too long`. */
function invalidInput(data: unknown): string | null {
  const issues = typeof data === 'object' && data !== null && 'issues' in data ? data.issues : null
  if (!Array.isArray(issues)) return null
  const lines = (issues as { path?: readonly PropertyKey[]; message: string }[]).map(
    ({ path, message }) => `${path?.at(-1)?.toString() ?? 'input'}: ${message}`,
  )
  return `An option is not valid. ${lines.join('; ')}`
}
