import type { Precision } from '../precision'

/** Frames in a block: few enough that what belongs to them stays in the processor's cache. */
export const blockLength = 128

/** So many frames' sums are multiplied before a logarithm is taken. */
export const framesPerLogarithm = 32

export const summaryLength = 2 + blockLength / framesPerLogarithm

const vectorBytes = 16
const parameterBytes = 2 * vectorBytes

/** Neighboring groups of joint densities lie this far apart: a power of two would crowd them into few cache lines. */
const jointGroupBytes = blockLength * vectorBytes + 64

/**
 * Where everything lies in the kernel's memory, for K components of D dimensions. Addresses and sizes in bytes; a lane
 * is one component, a group as many as a vector of 16 bytes holds.
 */
export interface KernelLayout {
  readonly lanes: number
  readonly groupCount: number
  /** D up to the next multiple of 3, in which columns are taken, and then of 4, so that rows are whole vectors. */
  readonly paddedDimensions: number
  readonly rowBytes: number
  readonly parameterGroupBytes: number
  readonly jointGroupBytes: number
  /** blockLength x D float32, as they come. */
  readonly frames: number
  /** paddedDimensions numbers. */
  readonly origin: number
  /** blockLength rows, frames less the origin. */
  readonly rows: number
  /** By group, column, mean before scale, lane. */
  readonly parameters: number
  /** By group, lane. */
  readonly constants: number
  /** By group (`jointGroupBytes` apart), frame, lane. */
  readonly joint: number
  readonly best: number
  readonly sums: number
  /** float64: lowest best, sum of the bests, products of `framesPerLogarithm` sums each. */
  readonly summary: number
  /** float64, by group, lane; the moments follow without a gap, by group, column, lane. */
  readonly counts: number
  readonly firstMoments: number
  readonly secondMoments: number
  readonly size: number
}

export function kernelLayout(componentCount: number, dimensions: number, precision: Precision): KernelLayout {
  const numberBytes = precision === 'float32' ? 4 : 8
  const lanes = vectorBytes / numberBytes
  const groupCount = Math.ceil(componentCount / lanes)
  const paddedDimensions = 4 * Math.ceil((3 * Math.ceil(dimensions / 3)) / 4)
  let end = 0
  const take = (bytes: number): number => {
    const start = end
    end += vectorBytes * Math.ceil(bytes / vectorBytes)
    return start
  }
  return {
    lanes,
    groupCount,
    paddedDimensions,
    rowBytes: paddedDimensions * numberBytes,
    parameterGroupBytes: paddedDimensions * parameterBytes,
    jointGroupBytes,
    // The kernel reads whole vectors, so a little beyond the last frame.
    frames: take(blockLength * dimensions * 4 + vectorBytes),
    origin: take(paddedDimensions * numberBytes),
    rows: take(blockLength * paddedDimensions * numberBytes),
    parameters: take(groupCount * paddedDimensions * parameterBytes),
    constants: take(groupCount * vectorBytes),
    joint: take(groupCount * jointGroupBytes),
    best: take(blockLength * numberBytes),
    sums: take(blockLength * numberBytes),
    summary: take(summaryLength * 8),
    counts: take(groupCount * lanes * 8),
    firstMoments: take(groupCount * paddedDimensions * lanes * 8),
    secondMoments: take(groupCount * paddedDimensions * lanes * 8),
    size: end,
  }
}
