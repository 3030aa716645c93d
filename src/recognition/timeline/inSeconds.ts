import { middleSeconds } from '../../features/framing'
import type { Recipe } from '../../features/recipe'
import type { FrameRange } from './speechRegions'

/** What has its place in frames, with its place in seconds instead. */
export type Timed<Segment extends FrameRange> = Omit<Segment, 'first' | 'after'> & {
  readonly startSeconds: number
  readonly endSeconds: number
}

/**
 * The times of segments: a border stands halfway between the middles of the frames on its sides, the first begins at 0
 * and the last ends with the recording. To a tenth of a millisecond.
 *
 * @param frameCount of the whole recording
 */
export function inSeconds<Segment extends FrameRange>(
  segments: readonly Segment[],
  frameCount: number,
  durationSeconds: number,
  recipe: Pick<Recipe, 'framing' | 'frameSeconds' | 'hopSeconds'>,
): Timed<Segment>[] {
  const before = middleSeconds(recipe) - recipe.hopSeconds / 2
  const secondsAt = (frame: number): number => {
    if (frame === 0) return 0
    if (frame === frameCount) return durationSeconds
    const seconds = frame * recipe.hopSeconds + before
    return Math.min(durationSeconds, Math.max(0, Math.round(seconds * 1e4) / 1e4))
  }
  return segments.map(({ first, after, ...segment }) => ({
    ...segment,
    startSeconds: secondsAt(first),
    endSeconds: secondsAt(after),
  }))
}
