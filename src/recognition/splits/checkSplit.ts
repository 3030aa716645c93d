import { CepstraError } from '../../cepstraError'
import type { SplitFold, SplitGroup, SplitRecording } from './splitPlan'

/**
 * Makes sure that nothing of what is asked about can reach what is trained. Every split goes through here, whoever made it.
 *
 * @throws CepstraError OPTIONS_INVALID where in any fold a recording, a copy of one, or where sessions are held apart a
 *   session stands on both sides; where a label that is left out is trained; where a recording is not known.
 */
export function checkSplit(
  { group, folds }: { readonly group: SplitGroup; readonly folds: readonly SplitFold[] },
  recordings: readonly SplitRecording[],
): void {
  const byId = new Map(recordings.map((recording) => [recording.id, recording]))
  const required = (id: number): SplitRecording => {
    const recording = byId.get(id)
    if (!recording) throw leak(`it names recording ${id}, which is not among those to be split`)
    return recording
  }
  for (const [fold, { trainingIds, testIds, leftOutLabels }] of folds.entries()) {
    const place = folds.length > 1 ? `fold ${fold + 1}` : 'it'
    const asked = testIds.map(required)
    const ids = new Set(testIds)
    const contents = new Map(asked.map(({ contentHash, id }) => [contentHash, id]))
    const sessions = new Set(group === 'session' ? asked.flatMap(({ session }) => session ?? []) : [])
    if (ids.size !== testIds.length) throw leak(`${place} asks twice about a recording`)
    for (const recording of trainingIds.map(required)) {
      const { id, label, contentHash, session } = recording
      if (ids.has(id)) throw leak(`in ${place}, recording ${id} is both trained on and asked about`)
      if (contents.has(contentHash)) {
        const copy = contents.get(contentHash) ?? 0
        throw leak(`in ${place}, recording ${id} is trained on, and its copy ${copy} asked about`)
      }
      if (session !== null && sessions.has(session)) {
        throw leak(`in ${place}, recordings of the session "${session}" are on both sides`)
      }
      if (leftOutLabels.includes(label)) throw leak(`in ${place}, the label "${label}" is left out but trained`)
    }
  }
}

function leak(what: string): CepstraError {
  return new CepstraError(
    'OPTIONS_INVALID',
    `This split would answer questions that it has seen: ${what}. Put each recording, its copies and what belongs to it on one side.`,
  )
}
