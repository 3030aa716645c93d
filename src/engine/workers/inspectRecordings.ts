import type { MessagePort } from 'node:worker_threads'
import type { RecordingFacts } from '../../project/recordingStore'
import type { PackedFeatures } from './featurePack'
import { importPack, type ImportPackOptions } from './importPack'
import { inspectGiven, type WantedFeatures } from './inspectGiven'
import { inspectRecording } from './inspectRecording'

export interface InspectInput {
  readonly paths: readonly string[]
  /** Of features that another program made; none for sound. */
  readonly wanted?: WantedFeatures | null
  /** Makes the features of short recordings on the way. */
  readonly extract?: ImportPackOptions | null
  readonly port?: MessagePort
}

export interface Inspected {
  readonly facts: readonly RecordingFacts[]
  /** One entry a path: null for what has none yet. */
  readonly features: readonly (PackedFeatures | null)[]
  /** The rate at which features were made. */
  readonly sampleRateHz: number | null
}

/** Inspects files one after the other: short ones together, since a message takes longer than half a second of sound. */
export async function inspectRecordings({ paths, wanted, extract }: InspectInput): Promise<Inspected> {
  if (wanted) {
    return {
      facts: paths.map((path) => inspectGiven(path, wanted)),
      features: paths.map(() => null),
      sampleRateHz: null,
    }
  }
  const pack = extract ? importPack(extract) : undefined
  try {
    const facts: RecordingFacts[] = []
    const features: (PackedFeatures | null)[] = []
    for (const path of paths) {
      const found = await inspectRecording(path, pack)
      facts.push(found.facts)
      features.push(found.features)
    }
    pack?.finish()
    return { facts, features, sampleRateHz: pack?.sampleRateHz ?? null }
  } finally {
    pack?.close()
  }
}
