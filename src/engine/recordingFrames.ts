import { CepstraError } from '../cepstraError'
import type { Recipe } from '../features/recipe'
import { recipeHash } from '../features/recipeHash'
import type { FeatureFacts } from '../project/featureStore'
import type { Project } from '../project/project'
import type { StoredRecording } from '../project/recordingStore'
import type { FrameSource } from './workers/frameSource'
import type { WorkerPool } from './pool'

/**
 * Where the cached frames of one recording are under a bank's recipe; computed and cached first where they are not
 * there yet.
 *
 * @throws CepstraError with the reason why a recording has no frames.
 */
export async function recordingFrames(
  recording: StoredRecording,
  bank: { readonly recipe: Recipe; readonly sampleRateHz: number },
  project: Project,
  pool: WorkerPool,
): Promise<FrameSource & { facts: FeatureFacts }> {
  const { recipe, sampleRateHz } = bank
  const { contentHash } = recording
  if (contentHash === null) {
    throw new CepstraError('FILE_UNREADABLE', recording.notes[0] ?? `${recording.name} cannot be read.`)
  }
  const hash = recipeHash(recipe, sampleRateHz)
  const path = project.features.path(contentHash, hash)
  let facts = project.features.has(contentHash, hash) ? project.features.get(contentHash, hash) : undefined
  if (!facts) {
    facts = await pool.run('extract', { path: recording.path, recipe, sampleRateHz, target: path })
    project.features.put(contentHash, hash, facts)
  }
  if (facts.error) throw new CepstraError('FILE_UNREADABLE', facts.error.message)
  return { path, speech: facts.speech, facts }
}
