import type { Precision } from '../precision'

/** Frames worked on at once, as in plan.as. */
export const blockLength = 192

/** About so many bytes of frames go into the kernel's memory at once. */
const batchBytes = 65_536

const vectorBytes = 16
const pairBytes = 2 * vectorBytes

/** A plan starts with `lowest` and `shift`, both float64. */
export const planHeaderBytes = 16

/** The fields of a plan, 32 bits each: those of the class in plan.as, in its order, after the two float64 that it starts with. */
export const planFields = [
  'dimensions',
  'pairCount',
  'productCount',
  'momentCount',
  'rowBytes',
  'productRowBytes',
  'jointPairBytes',
  'scoring',
  'frameNumberBytes',
  'frames',
  'weights',
  'origin',
  'originRow',
  'rows',
  'parameters',
  'constants',
  'means',
  'joint',
  'sharers',
  'sharerCounts',
  'centered',
  'best',
  'sums',
  'bestOut',
  'sumsOut',
  'densities',
  'products',
  'summary',
  'moments',
  'centeredMoments',
  'wide',
] as const

export type Plan = Record<(typeof planFields)[number], number>

/**
 * Where everything lies in the kernel's memory for one mixture. Addresses and sizes are in bytes. A lane of a vector is
 * one component, a group is as many components as a vector has lanes (4 float32 or 2 float64), and groups come in pairs.
 */
export interface KernelLayout {
  readonly plan: Plan
  readonly lanes: number
  /** Frames that the kernel's memory has room for. */
  readonly batchLength: number
  /** Where the plan itself lies. */
  readonly planAddress: number
  /** Where it ends. */
  readonly end: number
}

/** What differs between the forms of covariance: numbers per pair of groups, in vectors, and columns of products. */
export interface KernelShape {
  readonly componentCount: number
  readonly dimensions: number
  readonly precision: Precision
  readonly parameterVectors: number
  readonly meanVectors: number
  /** Moments of a component. */
  readonly momentCount: number
  /** Columns of products that are in memory at once. */
  readonly productCount: number
}

/** @param start where in memory the layout begins. */
export function kernelLayout(shape: KernelShape, start = 0): KernelLayout {
  const { componentCount, dimensions, precision, parameterVectors, meanVectors } = shape
  const numberBytes = precision === 'float32' ? 4 : 8
  const lanes = vectorBytes / numberBytes
  const pairCount = Math.ceil(componentCount / (2 * lanes))
  const batchLength = blockLength * Math.min(16, Math.max(1, Math.floor(batchBytes / (8 * dimensions * blockLength))))
  let end = start
  const take = (bytes: number): number => {
    const address = end
    end += vectorBytes * Math.ceil(bytes / vectorBytes)
    return address
  }
  const rowBytes = strideOf(dimensions * numberBytes)
  // Tiles are 4 or 5 columns wide and may reach beyond the last.
  const momentCount = shape.momentCount + 4
  const productRowBytes = strideOf((shape.productCount + 4) * numberBytes)
  const jointPairBytes = blockLength * pairBytes + 64
  const planAddress = take(planHeaderBytes + 4 * planFields.length)
  const plan: Plan = {
    dimensions,
    pairCount,
    productCount: shape.productCount,
    momentCount,
    rowBytes,
    productRowBytes,
    jointPairBytes,
    scoring: 0,
    frameNumberBytes: 4,
    // The kernel reads whole vectors, so a little beyond the last frame.
    frames: take(batchLength * dimensions * 8 + vectorBytes),
    weights: take(batchLength * 8),
    origin: take(dimensions * 8 + pairBytes),
    originRow: take(dimensions * numberBytes + vectorBytes),
    rows: take(blockLength * rowBytes),
    parameters: take(pairCount * parameterVectors * vectorBytes),
    constants: take(pairCount * pairBytes),
    means: take(pairCount * meanVectors * vectorBytes),
    joint: take(pairCount * jointPairBytes),
    sharers: take(pairCount * (blockLength + 1) * 8),
    sharerCounts: take(pairCount * 4),
    centered: take((pairCount * shape.meanVectors) / 2),
    best: take(blockLength * vectorBytes),
    sums: take((blockLength + 1) * vectorBytes),
    bestOut: take((blockLength + 1) * numberBytes),
    sumsOut: take((blockLength + 1) * numberBytes),
    densities: take((batchLength + 1) * 8),
    products: take(blockLength * productRowBytes + vectorBytes),
    summary: take(4 * 8),
    moments: take(pairCount * momentCount * 2 * lanes * 8),
    centeredMoments: take(pairCount * meanVectors * 2 * lanes * 8),
    wide: 0,
  }
  return { plan, lanes, batchLength, planAddress, end }
}

/** Bytes between rows: whole vectors, and no multiple of 128, which would crowd a column into few cache lines. */
function strideOf(bytes: number): number {
  const stride = vectorBytes * Math.ceil(bytes / vectorBytes)
  return stride % 128 === 0 ? stride + vectorBytes : stride
}
