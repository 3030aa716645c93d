// Where everything lies in the kernel's memory: the kernel gets the address of one of these. As in frameLayout.ts.

/** Fields in the order of `planNumbers` and `planFields` in frameLayout.ts. Addresses and distances are in bytes. */
@unmanaged
export class Plan {
  preEmphasis: f64
  /** The square of what a sample of 1 counts as. */
  squareScale: f64
  /** What is added to a filter's sum before the logarithm: 1 or 0. */
  addend: f64
  /** Smaller sums count as this. */
  floor: f64
  /** What the natural logarithm is multiplied with. */
  logUnit: f64
  frameLength: i32
  /** Points of the complex transform. */
  half: i32
  removesOffset: i32
  magnitude: i32
  bands: i32
  coefficients: i32
  /** float32: the samples of a stretch. */
  samples: i32
  /** int32 a frame: where it begins among the samples, in bytes. */
  starts: i32
  /** float64 a sample of a frame, for whole fours of them; zeros behind the last. */
  window: i32
  /** int32 a point of the complex transform: the distance of its place. */
  places: i32
  twiddles: i32
  /** float64 cosine and sine a bin below half / 2, from the second on. */
  turns: i32
  /** A filter: the distance of its first bin and its number of bins, int32 each. */
  filters: i32
  /** float64: the filters' weights one after another. */
  weights: i32
  /** float64: for every four coefficients a filter's four cosines, filter by filter. */
  cosines: i32
  /** From here on what a pair of frames needs, a vector a number. */
  frame: i32
  points: i32
  bins: i32
  logs: i32
  sums: i32
  /** From here on what comes out: as FrameStretch has it, and room for one frame more. */
  cepstra: i32
  logBands: i32
  energies: i32
  variances: i32
}
