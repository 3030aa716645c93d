import { basename, dirname } from 'node:path'
import { fileOf } from './givenPath'

/**
 * The session of each recording: the one that was told, or else the folder that it stands in. Where folders are named after
 * the labels (session/label/name.wav), which they are if most are, the session is the folder above.
 *
 * So label/session/name.wav, with labels from elsewhere, has a session a label and day; and label/name.wav, where nothing
 * tells sessions apart, has a single one for all.
 */
export function recordingSessions(
  recordings: readonly { readonly path: string; readonly label: string | null; readonly session: string | null }[],
): string[] {
  const folders = recordings.map(({ path }) => dirname(fileOf(path)))
  const untold = recordings.flatMap(({ session, label }, i) =>
    session === null && label !== null ? [{ label, folder: folders[i] }] : [],
  )
  const named = untold.filter(({ label, folder }) => basename(folder) === label).length
  const byLabel = named * 2 > untold.length
  return recordings.map(({ session }, i) => session ?? (byLabel ? dirname(folders[i]) : folders[i]))
}
