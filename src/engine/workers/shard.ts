import type { SharedMemoryOrigin } from '../../mixture/threads/shareableSource'
import { shareFrames } from '../../mixture/threads/shareableSource'
import { workOnChunks } from '../../mixture/threads/workOnChunks'
import { openKeptFrames, type KeptOrigin } from '../../project/keptFrames'
import { openNpyFrames, type NpyOrigin } from '../../project/npyFrames'

// The entry of a worker thread that shares in passes over frames; see `openFrameThreads`.
workOnChunks((given) => {
  const origin = given as SharedMemoryOrigin | NpyOrigin | KeptOrigin
  if (origin.kind === 'memory') return shareFrames(origin.frames)
  if (origin.kind === 'npy') return openNpyFrames(origin.path, origin)
  return openKeptFrames(origin.files)
})
