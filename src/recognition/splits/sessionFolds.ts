import { CepstraError } from '../../cepstraError'
import { shuffle } from '../shuffle'
import type { FoldOptions } from './recordingFolds'
import { foldAsking, mostFolds, type SplitFold, type SplitRecording } from './splitPlan'
import { tiedGroups } from './tiedGroups'

/**
 * Folds over sessions: the largest session first, into the fold that holds least. A recording without a session counts as one of its own.
 * Labels that were recorded in one session alone are strangers where it is asked about.
 *
 * @throws CepstraError OPTIONS_INVALID where there are fewer than two sessions, or too many to leave out each in turn.
 */
export function sessionFolds(recordings: readonly SplitRecording[], { folds, seed }: FoldOptions): SplitFold[] {
  const groups = shuffle(tiedGroups(recordings, true), seed).sort((a, b) => b.length - a.length)
  const sessions = new Set(recordings.flatMap(({ session }) => session ?? []))
  if (sessions.size < 2 || groups.length < 2) {
    const [only] = sessions
    const found =
      only === undefined
        ? 'no session is known of any recording'
        : sessions.size < 2
          ? `all recordings are of one session, "${only}"`
          : 'copies of recordings tie all sessions together'
    throw new CepstraError(
      'OPTIONS_INVALID',
      `An evaluation by session needs two or more, but ${found}. A session is told by a folder for each ` +
        '(session/label/name.wav), by a column "session" of the CSV of labels, or by {session} in the name pattern: import with one of them.',
    )
  }
  const count = folds === null ? groups.length : Math.min(folds, groups.length)
  if (count > mostFolds) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      `To leave out each of ${count} sessions in turn would train as many banks, and ${mostFolds} are the most. Use folds.`,
    )
  }
  const parts = Array.from({ length: count }, (): SplitRecording[] => [])
  for (const group of groups) parts.reduce((least, part) => (part.length < least.length ? part : least)).push(...group)
  const partOf = new Map(parts.flatMap((part, i) => part.map(({ id }) => [id, i] as const)))
  return parts.map((asked, i) =>
    foldAsking(
      asked,
      recordings.filter(({ id }) => partOf.get(id) !== i),
    ),
  )
}
