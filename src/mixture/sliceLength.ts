/** So many products of differences take some tens of milliseconds: a cancel that waits for them is not noticed. */
const productsPerSlice = 2e7

/** Frames are handed to the inner loops in multiples of this. */
const granule = 128

/** How many frames to work on under K centers or components before letting the caller look up. */
export function sliceLength(componentCount: number, dimensions: number): number {
  const granules = Math.floor(productsPerSlice / (componentCount * dimensions * granule))
  return granule * Math.max(1, granules)
}
