import { middleSeconds } from '../../features/framing'
import type { Recipe } from '../../features/recipe'
import type { LabeledSpan } from '../../project/spanStore'

/** The kept frames of a recording that stand under one label. */
interface SpanFrames {
  readonly label: string
  /** One byte a frame: 1 where it is kept and its middle lies in a span of the label. */
  readonly speech: Uint8Array
  readonly keptCount: number
}

/**
 * Cuts the frames of a recording apart by the labels of its spans; labels in the order of their first span, those without
 * frames left out. Where spans overlap, a frame belongs to the first alone: no frame teaches two labels.
 */
export function spanFrames(
  spans: readonly LabeledSpan[],
  speech: Uint8Array,
  recipe: Pick<Recipe, 'framing' | 'frameSeconds' | 'hopSeconds'>,
): SpanFrames[] {
  const firstMiddle = middleSeconds(recipe)
  const labels = [...new Set(spans.map(({ label }) => label))]
  const masks = labels.map(() => new Uint8Array(speech.length))
  const taken = new Uint8Array(speech.length)
  for (const { startSeconds, endSeconds, label } of spans) {
    const first = Math.max(0, Math.ceil((startSeconds - firstMiddle) / recipe.hopSeconds))
    const mask = masks[labels.indexOf(label)]
    for (let frame = first; frame < speech.length; frame++) {
      if (firstMiddle + frame * recipe.hopSeconds >= endSeconds) break
      if (speech[frame] === 1 && taken[frame] === 0) mask[frame] = taken[frame] = 1
    }
  }
  return labels.flatMap((label, i) => {
    const keptCount = masks[i].reduce((sum, kept) => sum + kept, 0)
    return keptCount === 0 ? [] : [{ label, speech: masks[i], keptCount }]
  })
}

/** Apart by more than any number of recordings. */
const idsAPart = 2 ** 32

/**
 * The number of the part of a recording under its n-th label, from 0: the recording's own for the first, and for the others
 * one that no recording has.
 */
export function partId(recordingId: number, part: number): number {
  return recordingId + part * idsAPart
}

/** The recording that a part belongs to. */
export function recordingOfPart(id: number): number {
  return id % idsAPart
}
