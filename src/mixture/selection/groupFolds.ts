import { CepstraError } from '../../cepstraError'
import { seededRandom } from '../random'

/** Frames that follow each other are often alike; where there are no groups to tell, so many blocks a fold are dealt. */
const blocksAFold = 10

/**
 * Deals frames into folds for cross-validation, those of a group (a recording) together, so that no fold is judged by a
 * mixture that knows its recordings. The folds are as even as the sizes of the groups allow, in an order that the seed
 * decides. There are as many folds as groups where those are fewer. Where all frames are of one group, blocks of frames
 * that follow each other are dealt instead.
 *
 * @param groups for each frame a number; equal numbers stay together
 * @param options `folds`: at least 2
 * @returns the fold of each frame, from 0, and how many folds there are (1 for a single frame).
 * @throws CepstraError `OPTIONS_INVALID` for fewer than 2 folds.
 */
export function groupFolds(
  groups: Int32Array,
  { folds, seed = 0 }: { readonly folds: number; readonly seed?: number },
): { readonly foldOf: Int32Array; readonly folds: number } {
  if (!Number.isInteger(folds) || folds < 2) {
    throw new CepstraError('OPTIONS_INVALID', `Frames cannot be held out in ${folds} folds. Use 2 or more.`)
  }
  const sizes = new Map<number, number>()
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  if (sizes.size <= 1) {
    const blocks = Math.min(groups.length, folds * blocksAFold)
    const blockOf = groups.map((_, i) => Math.floor((i * blocks) / groups.length))
    return blocks < 2 ? { foldOf: blockOf, folds: 1 } : groupFolds(blockOf, { folds, seed })
  }
  const foldCount = Math.min(folds, sizes.size)
  const random = seededRandom(seed)
  const filled = new Array<number>(foldCount).fill(0)
  const foldOfGroup = new Map<number, number>()
  // The largest first, so that the small ones can even out what those leave.
  const dealt = Array.from(sizes, ([group, size]) => ({ group, size, lot: random.uniform() }))
  dealt.sort((a, b) => b.size - a.size || a.lot - b.lot)
  for (const { group, size } of dealt) {
    const fold = filled.indexOf(Math.min(...filled))
    foldOfGroup.set(group, fold)
    filled[fold] += size
  }
  return { foldOf: groups.map((group) => foldOfGroup.get(group) ?? 0), folds: foldCount }
}
