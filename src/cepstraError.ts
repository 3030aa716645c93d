/**
 * The codes of every failure that a person can be expected to meet. They cross the wire unchanged; anything else is an
 * internal error, logged in full and shown with a way to copy its details.
 */
export const errorCodes = [
  'FILE_NOT_FOUND',
  'FILE_UNREADABLE',
  'NOT_WRITABLE',
  'AUDIO_EMPTY',
  'AUDIO_UNKNOWN_FORMAT',
  'AUDIO_DAMAGED',
  'AUDIO_NEEDS_FFMPEG',
  'AUDIO_TOO_SHORT',
  'RECIPE_INVALID',
  'TOO_FEW_FRAMES',
  'OPTIONS_INVALID',
  'NOTHING_TO_DO',
  'PROJECT_NOT_FOUND',
  'PROJECT_EXISTS',
  'PROJECT_LOCKED',
  'PROJECT_DAMAGED',
  'PROJECT_TOO_NEW',
  'NO_PROJECT_OPEN',
  'NOT_FOUND',
  'LABELS_INVALID',
  'TABLE_INVALID',
  'MODEL_INVALID',
  'MODEL_MISMATCH',
  'CANCELLED',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/**
 * An expected failure. `message` is a sentence or two for a person: what failed and why, with the offending value, and
 * then what to try. `code` is for programs.
 */
export class CepstraError extends Error {
  override readonly name = 'CepstraError'
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export function isCepstraError(error: unknown): error is CepstraError {
  return error instanceof Error && error.name === 'CepstraError' && 'code' in error
}
