import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { FrameAnswer, FrameWork } from './frameWork'

type Asked = Omit<FrameWork, 'gate' | 'threads'>

/** A worker thread that does frame work when asked. */
export interface FrameThread {
  do(work: FrameWork): Promise<FrameAnswer>
  close(): Promise<void>
}

export async function openFrameThread(): Promise<FrameThread> {
  const worker = new Worker(join(import.meta.dirname, 'frameWorker.mjs'), { execArgv: [] })
  const answer = async <Answer>(): Promise<Answer> =>
    new Promise((resolve, reject) => {
      worker.once('error', reject)
      worker.once('message', (message: Answer) => {
        worker.off('error', reject)
        resolve(message)
      })
    })
  await answer()
  return {
    do(work) {
      worker.postMessage(work)
      return answer<FrameAnswer>()
    },
    async close() {
      await worker.terminate()
    },
  }
}

/** Has all threads do the same at once. The rate is of all frames over the time from the first begin to the last end. */
export async function inStep(
  threads: readonly FrameThread[],
  work: Asked,
): Promise<{ framesPerSecond: number; first: Float32Array }> {
  const gate = new Int32Array(new SharedArrayBuffer(4))
  const answers = await Promise.all(threads.map((thread) => thread.do({ ...work, gate, threads: threads.length })))
  const milliseconds = Math.max(...answers.map(({ end }) => end)) - Math.min(...answers.map(({ begin }) => begin))
  const frames = answers.reduce((sum, answer) => sum + answer.frames, 0)
  return { framesPerSecond: (1000 * frames) / milliseconds, first: answers[0].first }
}
