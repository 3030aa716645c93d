import type { FramePasses } from '../../mixture/framePasses'
import { openFrameThreads } from '../../mixture/threads/frameThreads'
import { shareFrames, type ShareableSource, type SharedMemoryOrigin } from '../../mixture/threads/shareableSource'
import { openKeptFrames, type KeptOrigin } from '../../project/keptFrames'
import { openNpyFrames, type NpyOrigin } from '../../project/npyFrames'

/** Where any thread finds frames: plain data. What is in memory has been checked. */
export type FramesAt = SharedMemoryOrigin | NpyOrigin | KeptOrigin

/** Opens frames in this thread. Errors as in `openNpyFrames` and `openKeptFrames`. */
export function openFrames(at: FramesAt): ShareableSource & Disposable {
  switch (at.kind) {
    case 'memory':
      return { ...shareFrames(at.frames), [Symbol.dispose]: () => undefined }
    case 'npy':
      return openNpyFrames(at.path, at)
    case 'kept':
      return openKeptFrames(at.files)
  }
}

/** Passes over frames by several threads, this one among them. */
export interface OpenPasses extends Disposable {
  readonly passes: FramePasses
}

/** How many threads share in passes, this one included, and their built entry. */
export interface ShareOptions {
  readonly threads: number
  readonly shardFile: string
}

/** Opens frames for passes over them. Errors as in {@link openFrames}. */
export function openPasses(at: FramesAt, options: ShareOptions): OpenPasses {
  const source = openFrames(at)
  const frameThreads = openFrameThreads(options)
  return {
    passes: frameThreads.passesOver(source),
    [Symbol.dispose]() {
      frameThreads.close()
      source[Symbol.dispose]()
    },
  }
}
