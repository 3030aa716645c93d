import { workOnChunks } from '../../mixture/threads/workOnChunks'
import { openFrames, type FramesAt } from './framesAt'

// The entry of a worker thread that shares in passes over frames; see `openFrameThreads`.
workOnChunks((origin) => openFrames(origin as FramesAt))
