import { CepstraError, errorCodes } from '../cepstraError'
import { recipeHash } from '../features/recipeHash'
import type { FeatureFacts } from '../project/featureStore'
import type { StoredRecording } from '../project/recordingStore'
import type { EngineContext } from './calls/base'
import { ensureFeatures, type FrontEnd } from './jobs/ensureFeatures'
import type { FrameSource } from './workers/frameSource'

/**
 * Where the cached frames of one recording are under a bank's front end; computed and cached first where they are not
 * there yet.
 *
 * @throws CepstraError with the reason why a recording has no frames.
 */
export async function recordingFrames(
  recording: StoredRecording,
  frontEnd: FrontEnd,
  { session, pool, log }: Pick<EngineContext, 'session' | 'pool' | 'log'>,
  signal = new AbortController().signal,
): Promise<FrameSource & { facts: FeatureFacts }> {
  const { project } = session.required()
  const { facts, recording: current } = await ensureFeatures(recording, frontEnd, {
    project,
    log,
    signal,
    run: (name, input, options) => pool.run(name, input, { signal, ...options }),
  })
  if (facts.error) {
    const { code, message } = facts.error
    throw new CepstraError(errorCodes.find((known) => known === code) ?? 'FILE_UNREADABLE', message)
  }
  const hash = recipeHash(frontEnd.recipe, frontEnd.sampleRateHz)
  return { path: project.features.path(current.contentHash ?? '', hash), speech: facts.speech, facts }
}
