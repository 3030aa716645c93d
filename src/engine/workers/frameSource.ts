import { concatenateFrames, type Frames } from '../../mixture/frames'
import { readKeptFrames } from '../../project/featureStore'

/** Where a worker finds the frames of one recording. */
export interface FrameSource {
  readonly path: string
  /** One byte a frame: 1 kept, 0 dropped. */
  readonly speech: Uint8Array
}

/** The kept frames of several recordings as one matrix. */
export async function framesOf(sources: readonly FrameSource[]): Promise<Frames> {
  return concatenateFrames(await eachFramesOf(sources))
}

/** The kept frames of several recordings, one matrix each. */
export async function eachFramesOf(sources: readonly FrameSource[]): Promise<Frames[]> {
  const list: Frames[] = []
  for (const { path, speech } of sources) list.push(await readKeptFrames(path, speech))
  return list
}
