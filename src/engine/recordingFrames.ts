import { CepstraError, errorCodes } from '../cepstraError'
import type { StoredFeatures } from '../project/featureStore'
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
): Promise<FrameSource & { facts: StoredFeatures }> {
  const { project } = session.required()
  const { facts } = await ensureFeatures(recording, frontEnd, {
    project,
    log,
    signal,
    run: (name, input, options) => pool.run(name, input, { signal, ...options }),
  })
  if (!facts.place) {
    const { code, message } = facts.error ?? { code: 'FILE_UNREADABLE', message: 'It has no features.' }
    throw new CepstraError(errorCodes.find((known) => known === code) ?? 'FILE_UNREADABLE', message)
  }
  return { ...facts.place, speech: facts.speech, facts }
}
