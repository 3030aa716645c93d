import type { MessagePort } from 'node:worker_threads'
import { findAudioFiles, type FoundFiles } from '../../project/findAudioFiles'

export interface FindInput {
  readonly paths: readonly string[]
  readonly port?: MessagePort
}

/** Searches files and folders for audio, where waiting for a slow disk keeps nobody else waiting. */
export function findFiles({ paths }: FindInput): FoundFiles {
  return findAudioFiles(paths)
}
