import { isMainThread, parentPort } from 'node:worker_threads'
import { chunksOf, sumChunk } from '../frameChunks'
import type { FrameSource } from '../frameSource'
import { addSums, type FrameTask } from '../frameTask'
import { claimChunk, isLeft, postFailure, postSums, tick, type ShareBoard } from './shareBoard'

/** What a worker thread is sent. */
export type ShareMessage =
  | { readonly kind: 'open'; readonly sourceId: number; readonly origin: unknown }
  | { readonly kind: 'pass'; readonly sourceId: number; readonly task: FrameTask; readonly board: ShareBoard }

/** The work of a worker thread: to share in the passes that it is told of, one after the other, until it is ended. */
export function workOnChunks(open: (origin: unknown) => FrameSource): void {
  if (isMainThread || !parentPort) throw new Error('This file is the entry of a worker thread and does nothing else.')
  const origins = new Map<number, unknown>()
  const sources = new Map<number, FrameSource>()
  const sourceOf = (id: number): FrameSource => {
    const source = sources.get(id) ?? open(origins.get(id))
    sources.set(id, source)
    return source
  }
  parentPort.on('message', (message: ShareMessage) => {
    if (message.kind === 'open') origins.set(message.sourceId, message.origin)
    else shareIn(message.board, message.task, () => sourceOf(message.sourceId))
  })
}

/** Takes chunks until there are none, or somebody has to do one in this thread's place. */
function shareIn(board: ShareBoard, task: FrameTask, sourceOf: () => FrameSource): void {
  let chunk = isLeft(board) ? null : claimChunk(board)
  if (chunk === null) return
  try {
    const source = sourceOf()
    const add = addSums(task)
    const chunks = chunksOf(source, task)
    const sums = new Float64Array(chunks.sumsLength)
    for (; chunk !== null; chunk = claimChunk(board)) {
      for (const _ of sumChunk(source, add, chunks, chunk, sums)) {
        if (isLeft(board)) return
        tick(board)
      }
      postSums(board, chunk, sums)
    }
  } catch {
    // The thread that asked for the pass does the chunk itself, and so meets the same error where it can be told.
    if (chunk !== null) postFailure(board, chunk)
  }
}
