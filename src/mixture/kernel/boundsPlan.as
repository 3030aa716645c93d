// Where everything lies in the memory of the kernel that checks bounds, which gets the address of one of these. As in
// boundsLayout.ts.

/** Frames worked on at once: what belongs to them stays in the processor's nearest cache. */
export const blockLength: i32 = 128

/** Groups of centers, each with a lane of a vector. */
export const groupCount: i32 = 4

/** Centers in a tile: four vectors. */
export const tileCenters: i32 = 16

/** Its length, frames in doubt, and room for one more. */
export const listBytes: i32 = 4 * (blockLength + 2)

/** Addresses, bytes between neighbors, and numbers of things, in the order of `boundsFields` in boundsLayout.ts. */
@unmanaged
export class BoundsPlan {
  /** Squares of distances may be off by this part of |x|^2 + `largestNorm`, and by `smallestError`. */
  relativeError: f32
  smallestError: f32
  /** The largest |c|^2. */
  largestNorm: f32
  dimensions: i32
  /** 4 or 8. */
  frameNumberBytes: i32
  rowBytes: i32
  /** Tiles of centers in each group. */
  tileCount: i32

  /** Frames as they come, without padding; and what is remembered of each. */
  frames: i32
  labels: i32
  uppers: i32
  lowers: i32
  /** In the frames' own numbers. */
  origin: i32
  /** All bits for the columns that there are, none for the padding of a row. */
  columns: i32

  /** By group, tile, column: 16 times -2 c. And 16 times |c|^2 by group and tile; infinite where there is no center. */
  tiles: i32
  centerNorms: i32
  /** By group, tile, place in the tile. */
  centerAt: i32
  /** By center, the one before the first being none: its row, the most that may close on each group, its way, its group. */
  centerRows: i32
  gaps: i32
  ways: i32
  groups: i32
  /** Of each group at most and at least. */
  groupGaps: i32
  groupWays: i32

  /** By picked frame: which it is; its numbers less the origin, and |x|^2. */
  picked: i32
  rows: i32
  norms: i32
  /** By how much squared distances may be off, the one from its center less |x|^2, and how far that is at most. */
  errors: i32
  squares: i32
  farthest: i32
  /** How near a group is at the nearest, and whether it has to be searched: what the least values are, and whose. */
  nowLowers: i32
  searched: i32
  leasts: i32
  seconds: i32
  nearest: i32
  /** The picked frames that are in doubt, then by group those that are to be compared with it. */
  lists: i32

  /** Frames that changed their center; of those that are left in doubt all bits are the other way around. */
  listed: i32
}
