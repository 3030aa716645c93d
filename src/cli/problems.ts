import { CepstraError } from '../cepstraError'
import { counted } from '../engine/counted'
import type { Recording } from '../engine/contract'

/** What --json tells of a recording that has something the matter with it. */
export interface ProblemJson {
  readonly path: string
  readonly flags: readonly string[]
  readonly notes: readonly string[]
}

export function problemJson({ path, flags, notes }: Recording): ProblemJson {
  return { path, flags, notes }
}

/** Problems told to a person; more would push everything else off the screen. */
const mostProblems = 20

export function problemLines(problems: readonly ProblemJson[]): string[] {
  const lines = problems
    .slice(0, mostProblems)
    .map(({ path, flags, notes }) => `${path}: ${[...(notes.length > 0 ? notes : flags)].join(' ')}`)
  const more = problems.length - lines.length
  return more > 0 ? [...lines, `${more} more are told with --json.`] : lines
}

/**
 * A command that could do nothing at all with what it was given has failed, though each recording has its own reason.
 *
 * @param what such as 'be read'.
 * @throws CepstraError FILE_UNREADABLE when all failed.
 */
export function unlessAllFailed(failed: number, all: number, what: string): void {
  if (failed === 0 || failed < all) return
  const which = all === 1 ? 'The recording could not' : `None of ${counted(all, 'recording')} could`
  throw new CepstraError('FILE_UNREADABLE', `${which} ${what}; the answer tells why.`)
}
