import { randomUUID } from 'node:crypto'
import type { Bank } from '../../recognition/bank'
import type { Labeling } from '../../recognition/labelRecording'
import type { FrameSource } from '../workers/frameSource'
import type { JobContext } from './jobContext'

/**
 * Labels recordings in worker threads. A bank of a thousand labels is tens of megabytes, so a thread is sent it when it
 * says that it lacks it, and not with every recording. Where there are fewer `recordings` to come than cores, those that
 * would be idle share in the passes over a recording's frames.
 */
export function bankLabeler(
  bank: Bank,
  recordings: number,
  { run, pool }: Pick<JobContext, 'run' | 'pool'>,
): (source: FrameSource) => Promise<Labeling> {
  const key = randomUUID()
  const share = {
    threads: Math.max(1, Math.floor(pool.threadCount / Math.max(1, recordings))),
    shardFile: pool.shardFile,
  }
  return async (source) => {
    const labeling =
      (await run('label', { key, bank: null, source, share })) ?? (await run('label', { key, bank, source, share }))
    if (labeling === null) throw new Error('A worker thread lost the bank that it had just been sent.')
    return labeling
  }
}
