import { Worker } from 'node:worker_threads'
import { addTo, chunksOf, sumChunk } from '../frameChunks'
import { localPasses, type FramePasses } from '../framePasses'
import { addSums, costPerFrame, type FrameTask } from '../frameTask'
import { isShared, sharedFloat64, shareFrames, type ShareableSource } from './shareableSource'
import {
  chunkState,
  claimChunk,
  leave,
  makeBoard,
  postSums,
  pulseOf,
  stateOf,
  sumsOf,
  waitForChunk,
  type ShareBoard,
} from './shareBoard'
import type { ShareMessage } from './workOnChunks'

export interface FrameThreadsOptions {
  /** Absolute path or URL of the built worker, whose entry calls `workOnChunks`. */
  readonly shardFile: string | URL
  /** How many threads work, this one included. */
  readonly threads: number
}

/** Threads that share in passes over frames with the one that asks for them. */
export interface FrameThreads extends Disposable {
  /**
   * Passes with the sums of `localPasses`, bit for bit. The worker threads are told of a pass and help themselves to
   * chunks as this thread does; it never depends on them, since what they fail at or leave undone it does itself.
   */
  passesOver(source: ShareableSource): FramePasses
  /** Ends the worker threads; passes go on in this thread alone. */
  close(): void
}

/** A pass of fewer multiplications (some milliseconds) is over before other threads have heard of it. */
const smallestPass = 1e7

/** This thread looks up after so many milliseconds of waiting for another. */
const longestWait = 20

/** A chunk whose thread shows no sign of life for so many milliseconds is done again by this one. */
const patience = 2000

/** Threads for passes over frames. They start at the first pass that is long enough to be shared. */
export function openFrameThreads({ shardFile, threads }: FrameThreadsOptions): FrameThreads {
  const workers: Worker[] = []
  let sourceCount = 0
  let closed = false
  // The rows of the last pass, where nobody can write to them any more.
  let spare: Float64Array | null = null

  const start = (): void => {
    while (workers.length < threads - 1) {
      const worker = new Worker(shardFile)
      // What ends a worker early ends no fit: this thread does the work alone, and meets what is wrong with it.
      worker.on('error', () => undefined)
      worker.unref()
      workers.push(worker)
    }
  }
  const tell = (worker: Worker, message: ShareMessage): void => {
    worker.postMessage(message)
  }

  const passesOver = (source: ShareableSource): FramePasses => {
    const local = localPasses(source)
    const sourceId = sourceCount++
    const told = new Set<Worker>()
    let overtakenCount = 0

    function* sums(task: FrameTask): Generator<void, Float64Array> {
      checkOutput(task)
      const chunks = chunksOf(source, task)
      const work = source.count * costPerFrame(task, source.dimensions)
      if (closed || threads < 2 || chunks.count < 2 || work < smallestPass) return yield* local.sums(task)
      start()
      const length = chunks.count * chunks.sumsLength
      const board = makeBoard(chunks.count, spare?.length === length ? spare : sharedFloat64(length))
      spare = null
      let finished = false
      let overtaken = false
      try {
        for (const worker of workers) {
          if (!told.has(worker)) tell(worker, { kind: 'open', sourceId, origin: source.origin })
          told.add(worker)
          tell(worker, { kind: 'pass', sourceId, task, board })
        }
        const add = addSums(task)
        const own = new Float64Array(chunks.sumsLength)
        for (let chunk = claimChunk(board); chunk !== null; chunk = claimChunk(board)) {
          yield* sumChunk(source, add, chunks, chunk, own)
          postSums(board, chunk, own)
        }
        const total = new Float64Array(chunks.sumsLength)
        const alive = signsOfLife(board)
        for (let chunk = 0; chunk < chunks.count; chunk++) {
          while (stateOf(board, chunk) === chunkState.open && !closed && alive()) {
            waitForChunk(board, chunk, longestWait)
            yield
          }
          if (stateOf(board, chunk) !== chunkState.done) {
            overtaken = true
            yield* sumChunk(source, add, chunks, chunk, own)
            postSums(board, chunk, own)
          }
          addTo(total, sumsOf(board, chunk, chunks.sumsLength))
        }
        finished = true
        return total
      } finally {
        leave(board)
        if (finished && !overtaken) spare = board.results
        if (overtaken) overtakenCount++
      }
    }
    return { source, sums, over: (frames) => passesOver(shareFrames(frames)), overtaken: () => overtakenCount }
  }

  const close = (): void => {
    closed = true
    for (const worker of workers.splice(0)) void worker.terminate()
  }
  return { passesOver, close, [Symbol.dispose]: close }
}

/** Tells whether, since it was asked first, some other thread was at work within the time that is granted. */
function signsOfLife(board: ShareBoard): () => boolean {
  let pulse = pulseOf(board)
  let seenAt = performance.now()
  return () => {
    const now = performance.now()
    if (pulseOf(board) !== pulse) {
      pulse = pulseOf(board)
      seenAt = now
    }
    return now - seenAt < patience
  }
}

function checkOutput(task: FrameTask): void {
  const output =
    task.kind === 'score'
      ? task.out
      : task.kind === 'assign'
        ? task.labels
        : task.kind === 'reassign'
          ? task.next.labels
          : undefined
  if (output && !isShared(output)) throw new RangeError('What several threads write to must lie on shared memory.')
}
