import { randomUUID } from 'node:crypto'
import type { Bank } from '../../recognition/bank'
import type { WorkerPool } from '../pool'
import type { BankSent } from '../workers/bankOfThread'
import type { FrameSource } from '../workers/frameSource'
import type { LabelOutcome } from '../workers/labelTogether'
import type { ReadingContext } from './jobContext'

/**
 * Labels recordings in worker threads, those of one call in one task. A bank of a thousand labels is tens of megabytes, so a
 * thread is sent it when it says that it lacks it, and not with every recording. Where there are fewer `recordings` to come
 * than cores, those that would be idle share in the passes over a recording's frames.
 */
export function bankLabeler(
  bank: Bank,
  recordings: number,
  run: ReadingContext['run'],
  pool: Pick<WorkerPool, 'threadCount' | 'shardFile'>,
): (sources: readonly FrameSource[]) => Promise<readonly LabelOutcome[]> {
  const key = randomUUID()
  const share = {
    threads: Math.max(1, Math.floor(pool.threadCount / Math.max(1, recordings))),
    shardFile: pool.shardFile,
  }
  const asked = async (sources: readonly FrameSource[], sent: BankSent): Promise<LabelOutcome[] | null> => {
    if (sources.length > 1) return run('labelTogether', { ...sent, sources })
    const labeling = await run('label', { ...sent, source: sources[0], share })
    return labeling && [{ labeling }]
  }
  return async (sources) => {
    if (sources.length === 0) return []
    const outcomes = (await asked(sources, { key, bank: null })) ?? (await asked(sources, { key, bank }))
    if (outcomes === null) throw new Error('A worker thread lost the bank that it had just been sent.')
    return outcomes
  }
}
