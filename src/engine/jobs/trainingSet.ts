import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { CepstraError } from '../../cepstraError'
import { recipeHash } from '../../features/recipeHash'
import type { Project } from '../../project/project'
import type { LabeledRecording } from '../../recognition/foldsByRecording'
import type { FrameSource } from '../workers/frameSource'
import { frontEndOf, sourceOf, type FrontEnd } from './ensureFeatures'
import { extractAll } from './extractJob'
import type { JobContext } from './jobContext'
import { partId, spanFrames } from './spanMaterial'

/** One labeled recording, or the parts of one under a label, that models can learn from. */
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
 * The labeled recordings of the project with their features under a front end, computing those that are missing. One of which
 * parts are labeled stands in it once for each label, with the frames of those parts alone.
 *
 * @throws CepstraError NOTHING_TO_DO when no labeled recording has frames to learn from.
 */
export async function trainingSet(context: JobContext, frontEnd = frontEndOf(context)): Promise<TrainingSet> {
  const { project } = context
  const spans = project.spans.all()
  const labeled = project.recordings.all('training').filter(({ id, label }) => label !== null || spans.has(id))
  await extractAll(labeled, frontEnd, context)
  const set = await knownTrainingSet(project, frontEnd)
  if (set) return set
  throw new CepstraError(
    'NOTHING_TO_DO',
    'There is nothing to learn from: no recording has both a label and sound in it. Import labeled recordings, or label some.',
  )
}

/** The same of those whose features are computed; null where there are none. */
export async function knownTrainingSet(project: Project, frontEnd: FrontEnd): Promise<TrainingSet | null> {
  const hash = recipeHash(frontEnd.recipe, frontEnd.sampleRateHz)
  const labeled = project.recordings.ids('training')
  const spans = project.spans.all()
  const recordings: TrainingRecording[] = []
  const parts = new Set<TrainingRecording>()
  for (const [i, id] of labeled.entries()) {
    // A very large project takes seconds here, in which the calls of a page must not wait.
    if (i % 500 === 499) await setImmediate()
    const recording = project.recordings.get(id)
    if (!recording || recording.contentHash === null || (recording.label === null && !spans.has(id))) continue
    const facts = project.features.get(recording.contentHash, hash)
    const source = facts && sourceOf(facts)
    if (!source) continue
    const { label, name, contentHash } = recording
    if (label !== null) recordings.push({ id, label, name, contentHash, source, keptCount: facts.keptCount })
    else {
      spanFrames(spans.get(id) ?? [], source.speech, frontEnd.recipe).forEach(({ speech, ...part }, n) => {
        const entry = { ...part, id: partId(id, n), name, contentHash, source: { ...source, speech } }
        recordings.push(entry)
        parts.add(entry)
      })
    }
  }
  if (recordings.length === 0) return null
  // Ids follow the order in which worker threads happened to finish; a model must follow from what was recorded alone.
  const orderKey = ({ label, contentHash }: TrainingRecording): string => `${label}\0${contentHash}`
  recordings.sort((a, b) => (orderKey(a) < orderKey(b) ? -1 : orderKey(a) > orderKey(b) ? 1 : a.id - b.id))
  const labels = [...new Set(recordings.map(({ label }) => label))].sort((a, b) => a.localeCompare(b, 'en'))
  const digest = createHash('sha256')
  for (const one of recordings) {
    digest.update(`${orderKey(one)}\n`)
    if (parts.has(one)) digest.update(one.source.speech)
  }
  return { frontEnd, recordings, labels, hash: `${digest.digest('hex')}-${hash}` }
}
