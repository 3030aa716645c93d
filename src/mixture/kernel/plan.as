// Where everything lies in the kernel's memory: the kernels get the address of one of these. As in kernelLayout.ts.

/** Frames worked on at once: what belongs to them stays in the processor's cache. A multiple of 3 and of 4. */
export const blockLength: i32 = 192

/** Of each sharer two addresses; there is room for one more than there are frames. */
export const sharerPairBytes: i32 = 8 * (blockLength + 1)

/** Addresses, bytes between neighbors, and numbers of things, in the order of `planFields` in kernelLayout.ts. */
@unmanaged
export class Plan {
  /** Blocks with a frame whose best joint log density is not above this are left to another step. */
  lowest: f64
  /** The largest constant, to base 2, which is to be added to the joint log densities. */
  shift: f64
  dimensions: i32
  /** Pairs of groups; a group is as many components as a vector has lanes. */
  pairCount: i32
  /** Columns of products that rows have room for. */
  productCount: i32
  /** Moments of each component, with room for what tiles reach beyond. */
  momentCount: i32
  rowBytes: i32
  productRowBytes: i32
  jointPairBytes: i32
  /** Whether the logarithm of each frame's density is asked for. */
  scoring: i32
  /** 4 or 8. */
  frameNumberBytes: i32
  frames: i32
  weights: i32
  origin: i32
  originRow: i32
  rows: i32
  parameters: i32
  constants: i32
  means: i32
  joint: i32
  sharers: i32
  sharerCounts: i32
  centered: i32
  best: i32
  sums: i32
  bestOut: i32
  sumsOut: i32
  densities: i32
  products: i32
  summary: i32
  moments: i32
  centeredMoments: i32
  /** The plan for moments in float64 where densities are in float32. */
  wide: i32
}
