import type { MessagePort } from 'node:worker_threads'
import type { RecordingFacts } from '../../project/recordingStore'
import { inspectGiven, type WantedFeatures } from './inspectGiven'
import { inspectRecording } from './inspectRecording'

export interface InspectInput {
  readonly paths: readonly string[]
  /** Of features that another program made; none for sound. */
  readonly wanted?: WantedFeatures | null
  readonly port?: MessagePort
}

/** Inspects files one after the other: short ones together, since a message takes longer than half a second of sound. */
export async function inspectRecordings({ paths, wanted }: InspectInput): Promise<RecordingFacts[]> {
  const facts: RecordingFacts[] = []
  for (const path of paths) facts.push(wanted ? inspectGiven(path, wanted) : await inspectRecording(path))
  return facts
}
