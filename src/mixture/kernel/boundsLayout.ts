import { groupCount, type CenterDrift } from '../frameBounds'

/** Frames worked on at once, as in boundsPlan.as. */
const blockLength = 128

/** Centers in a tile, as in boundsPlan.as. */
export const tileCenters = 16

const vectorBytes = 16

/** A plan starts with three float32, and so many numbers of 32 bits. */
export const boundsHeaderLength = 3

/** The fields of a plan, 32 bits each: those of the class in boundsPlan.as, in its order, after the float32 that it starts with. */
export const boundsFields = [
  'dimensions',
  'frameNumberBytes',
  'rowBytes',
  'tileCount',
  'frames',
  'labels',
  'uppers',
  'lowers',
  'origin',
  'columns',
  'tiles',
  'centerNorms',
  'centerAt',
  'centerRows',
  'gaps',
  'ways',
  'groups',
  'groupGaps',
  'groupWays',
  'picked',
  'rows',
  'norms',
  'errors',
  'squares',
  'farthest',
  'nowLowers',
  'searched',
  'leasts',
  'seconds',
  'nearest',
  'lists',
  'listed',
] as const

export type BoundsPlan = Record<(typeof boundsFields)[number], number>

/** Where everything lies in the memory of the kernel that checks bounds; addresses and sizes are in bytes. */
export interface BoundsLayout {
  readonly plan: BoundsPlan
  readonly planAddress: number
  readonly end: number
}

/**
 * @param frameNumberBytes 4 or 8
 * @param length frames that are checked at once
 */
export function boundsLayout(
  { groups }: CenterDrift,
  dimensions: number,
  frameNumberBytes: number,
  length: number,
): BoundsLayout {
  const centerCount = groups.length
  const sizes = new Int32Array(groupCount)
  for (const group of groups) sizes[group]++
  const tileCount = Math.ceil(Math.max(...sizes) / tileCenters)
  const places = groupCount * tileCount * tileCenters
  const rowBytes = vectorBytes * Math.ceil(dimensions / 4)
  let end = 0
  const take = (bytes: number): number => {
    const address = end
    end += vectorBytes * Math.ceil(bytes / vectorBytes)
    return address
  }
  // Labels are -1 for none.
  const takeByLabel = (bytes: number): number => take((centerCount + 1) * bytes) + bytes
  // And room for one more, who is nobody.
  const takeByPicked = (bytes: number): number => take((blockLength + 4) * bytes)
  const planAddress = take(4 * (boundsHeaderLength + boundsFields.length))
  const plan = {
    dimensions,
    frameNumberBytes,
    rowBytes,
    tileCount,
    // The kernel reads whole rows, so a little beyond the last frame.
    frames: take(length * dimensions * frameNumberBytes + 2 * vectorBytes),
    labels: take(4 * length),
    uppers: take(4 * length),
    lowers: take(4 * groupCount * length),
    origin: take(2 * rowBytes),
    columns: take(rowBytes),
    tiles: take(4 * places * dimensions),
    centerNorms: take(4 * places),
    centerAt: take(4 * places),
    centerRows: takeByLabel(rowBytes),
    gaps: takeByLabel(4 * groupCount),
    ways: takeByLabel(4),
    groups: takeByLabel(4),
    groupGaps: take(4 * groupCount),
    groupWays: take(4 * groupCount),
    picked: takeByPicked(4),
    rows: takeByPicked(rowBytes),
    norms: takeByPicked(4),
    errors: takeByPicked(4),
    squares: takeByPicked(4),
    farthest: takeByPicked(4),
    nowLowers: takeByPicked(4 * groupCount),
    searched: takeByPicked(4 * groupCount),
    leasts: takeByPicked(4 * groupCount),
    seconds: takeByPicked(4 * groupCount),
    nearest: takeByPicked(4 * groupCount),
    lists: take((1 + groupCount) * 4 * (blockLength + 2)),
    listed: take(4 * (length + 1)),
  }
  return { plan, planAddress, end }
}
