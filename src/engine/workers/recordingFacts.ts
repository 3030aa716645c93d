import type { MessagePort } from 'node:worker_threads'
import { readAudioFacts } from '../../audio/readAudioFacts'

export interface FactsInput {
  readonly path: string
  readonly port?: MessagePort
}

/** What a recording's file tells of itself in its headers and tags. */
export function recordingFacts({ path }: FactsInput) {
  return readAudioFacts(path)
}
