import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { CepstraError } from '../../cepstraError'
import { recipeHash } from '../../features/recipeHash'
import type { LabeledRecording } from '../../recognition/foldsByRecording'
import type { FrameSource } from '../workers/frameSource'
import { frontEndOf, sourceOf, type FrontEnd } from './ensureFeatures'
import { extractAll } from './extractJob'
import type { JobContext } from './jobContext'

/** One labeled recording that models can learn from. */
export interface TrainingRecording extends LabeledRecording {
  readonly name: string
  readonly contentHash: string
  readonly source: FrameSource
  readonly keptCount: number
}

export interface TrainingSet {
  readonly frontEnd: FrontEnd
  readonly recordings: readonly TrainingRecording[]
  /** In alphabetical order; each has at least one recording. */
  readonly labels: readonly string[]
  /** Tells this set from any other: labels, contents, recipe. */
  readonly hash: string
}

/**
 * The labeled recordings of the project with their features under a front end, computing those that are missing.
 *
 * @throws CepstraError NOTHING_TO_DO when no labeled recording has frames to learn from.
 */
export async function trainingSet(context: JobContext, frontEnd = frontEndOf(context)): Promise<TrainingSet> {
  const { project } = context
  const hash = recipeHash(frontEnd.recipe, frontEnd.sampleRateHz)
  const labeled = project.recordings.all('training').filter(({ label }) => label !== null)
  await extractAll(labeled, frontEnd, context)
  const recordings: TrainingRecording[] = []
  for (const [i, { id }] of labeled.entries()) {
    // A very large project takes seconds here, in which the calls of a page must not wait.
    if (i % 500 === 499) await setImmediate()
    const recording = project.recordings.get(id)
    if (!recording || recording.label === null || recording.contentHash === null) continue
    const facts = project.features.get(recording.contentHash, hash)
    const source = facts && sourceOf(facts)
    if (!source) continue
    const { label, name, contentHash } = recording
    recordings.push({ id, label, name, contentHash, source, keptCount: facts.keptCount })
  }
  if (recordings.length === 0) {
    throw new CepstraError(
      'NOTHING_TO_DO',
      'There is nothing to learn from: no recording has both a label and sound in it. Import labeled recordings, or label some.',
    )
  }
  // Ids follow the order in which worker threads happened to finish; a model must follow from what was recorded alone.
  const orderKey = ({ label, contentHash }: TrainingRecording): string => `${label}\0${contentHash}`
  recordings.sort((a, b) => (orderKey(a) < orderKey(b) ? -1 : orderKey(a) > orderKey(b) ? 1 : a.id - b.id))
  const labels = [...new Set(recordings.map(({ label }) => label))].sort((a, b) => a.localeCompare(b, 'en'))
  const digest = createHash('sha256')
  for (const line of recordings.map(orderKey)) digest.update(`${line}\n`)
  return { frontEnd, recordings, labels, hash: `${digest.digest('hex')}-${hash}` }
}
