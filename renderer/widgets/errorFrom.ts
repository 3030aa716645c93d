/** An error as a person is told of it. */
export interface PersonError {
  /** One of the engine's codes, CONNECTION where the engine could not be reached, else INTERNAL. */
  readonly code: string
  readonly message: string
  readonly details: string | null
}

function hasCode(error: unknown): error is Error & { code: string; data?: unknown; defined?: boolean } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
}

/** Sorts an unknown failure: the engine's own sentences are shown as they are, anything else as internal. */
export function errorFrom(error: unknown): PersonError {
  if (hasCode(error) && error.code !== 'INTERNAL_SERVER_ERROR') {
    return { code: error.code, message: error.message, details: null }
  }
  const message = error instanceof Error ? error.message : String(error)
  if (/not open|closed|disposed|aborted/i.test(message)) {
    return { code: 'CONNECTION', message: 'The engine could not be reached.', details: message }
  }
  const details = error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ''}` : message
  return { code: 'INTERNAL', message: 'Something inside Cepstra failed. Nothing of yours is lost.', details }
}
