import { searchLength, type CenterSearch } from '../centerSearch'
import type { Frames } from '../frames'
import type { NearestKernel } from './loadNearestKernel'

type Width = 32 | 64

/** Half of the distance from 1 to the next number. */
const roundingUnit = { 32: 2 ** -24, 64: 2 ** -53 } as const

/** Squares and products up to this are far from the ends of the numbers' range. */
const largestSquare = { 32: 1e36, 64: 1e300 } as const

/** Below the smallest numbers, errors are no longer in proportion. */
const underflow = { 32: 1e-40, 64: 1e-300 } as const

/** With more close calls than this in a block, float64 settles them in less time than the reference. */
const mostCloseCalls = searchLength / 16

const vectorBytes = 16

/** Rows lie this far apart: a power of two would crowd them into few cache lines. */
const rowBytesOf = (width: Width): number => (searchLength * width) / 8 + 4 * vectorBytes

/** Whose centers lie in a kernel's memory: a thread has one kernel for all searches. */
const holders = new WeakMap<NearestKernel, unknown>()

/**
 * The search in WebAssembly. The kernel calculates |c|^2 - 2 x c, which takes half the time of the squared distance but
 * loses digits; how many at most is known, and where that leaves a doubt the reference decides. So float32 serves for
 * all frames, unless their clusters are so small beside their distances that it would leave too many in doubt.
 */
export function kernelCenterSearch(
  kernel: NearestKernel,
  centers: Float64Array,
  dimensions: number,
  reference: CenterSearch,
): CenterSearch {
  const centerCount = centers.length / dimensions
  const origin = meanOf(centers, dimensions)
  const largestNorm = farthestSquared(centers, origin)
  const layouts = { 32: layoutOf(centerCount, dimensions, 32), 64: layoutOf(centerCount, dimensions, 64) }
  const norms = new Float64Array(searchLength)
  const nearest = new Int32Array(searchLength)
  const atMost = new Float64Array(searchLength)
  const atLeast = new Float64Array(searchLength)
  const closeCalls = new Int32Array(searchLength)
  const closeFrames = new Int32Array(searchLength)
  const holder = {}
  let width: Width = 32

  /** Puts the centers into the kernel's memory, which may grow. */
  const open = (): void => {
    const layout = layouts[width]
    const missing = layout.size - kernel.memory.buffer.byteLength
    if (missing > 0) kernel.memory.grow(Math.ceil(missing / 65_536))
    const fours = Math.ceil(centerCount / 4)
    const values = numbersAt(kernel, width, layout.centers, 4 * fours * dimensions).fill(0)
    const constants = numbersAt(kernel, width, layout.constants, 4 * fours).fill(Infinity)
    for (let k = 0; k < centerCount; k++) {
      let norm = 0
      for (let j = 0; j < dimensions; j++) {
        const value = centers[k * dimensions + j] - origin[j]
        values[(Math.floor(k / 4) * dimensions + j) * 4 + (k % 4)] = -2 * value
        norm += value * value
      }
      constants[k] = norm
    }
    holders.set(kernel, holder)
  }

  /** Puts frames less the origin into the kernel's memory, column by column, and their squares into `norms`. */
  const put = ({ data }: Frames, picked: Int32Array, count: number): void => {
    const stride = rowBytesOf(width) / (width / 8)
    const rows = numbersAt(kernel, width, layouts[width].rows, stride * dimensions)
    for (let i = 0; i < count; i++) {
      const row = picked[i] * dimensions
      let norm = 0
      for (let j = 0, at = i; j < dimensions; j++, at += stride) {
        const value = data[row + j] - origin[j]
        rows[at] = value
        norm += value * value
      }
      norms[i] = norm
    }
  }

  const search = (frames: Frames, picked: Int32Array, count: number): void => {
    if (holders.get(kernel) !== holder) open()
    put(frames, picked, count)
    const at = layouts[width]
    const run = width === 32 ? kernel.nearest32 : kernel.nearest64
    const wholeCount = at.tile * Math.ceil(count / at.tile)
    run(
      ...[at.rows, at.centers, at.constants, at.least, at.second, at.index],
      ...[wholeCount, dimensions, 4 * Math.ceil(centerCount / 4), rowBytesOf(width)],
    )
    const least = numbersAt(kernel, width, at.least, count)
    const second = numbersAt(kernel, width, at.second, count)
    const index = new Int32Array(kernel.memory.buffer, at.index, (count * width) / 32)
    const indexStep = width / 32
    // Each of the D + 1 terms may be off by one rounding for itself and one for each sum that it goes through, and so may
    // what went in; |c|^2 + 2 |x| |c| is no more than 2 (|c|^2 + |x|^2).
    const relativeError = 2 * (dimensions + 8) * roundingUnit[width]
    let closeCount = 0
    for (let i = 0; i < count; i++) {
      const size = norms[i] + largestNorm
      const error = relativeError * size + underflow[width]
      if (second[i] - least[i] > 2 * error && size < largestSquare[width]) {
        nearest[i] = index[i * indexStep]
        atMost[i] = norms[i] + least[i] + error
        atLeast[i] = norms[i] + second[i] - error
      } else {
        closeFrames[closeCount] = picked[i]
        closeCalls[closeCount++] = i
      }
    }
    if (closeCount > mostCloseCalls && width === 32) {
      width = 64
      holders.delete(kernel)
      search(frames, picked, count)
      return
    }
    if (closeCount > 0) reference.search(frames, closeFrames, closeCount)
    for (let c = 0; c < closeCount; c++) {
      nearest[closeCalls[c]] = reference.nearest[c]
      atMost[closeCalls[c]] = reference.atMost[c]
      atLeast[closeCalls[c]] = reference.atLeast[c]
    }
  }
  return { search, nearest, atMost, atLeast }
}

/** Where everything lies in the kernel's memory. */
function layoutOf(centerCount: number, dimensions: number, width: Width) {
  const numberBytes = width / 8
  let end = 0
  const take = (bytes: number): number => {
    const start = end
    end += vectorBytes * Math.ceil(bytes / vectorBytes)
    return start
  }
  const fours = Math.ceil(centerCount / 4)
  return {
    /** Frames in the kernel's tile, two vectors. */
    tile: (2 * vectorBytes) / numberBytes,
    rows: take(dimensions * rowBytesOf(width)),
    centers: take(fours * 4 * dimensions * numberBytes),
    constants: take(fours * 4 * numberBytes),
    least: take(searchLength * numberBytes),
    second: take(searchLength * numberBytes),
    index: take(searchLength * numberBytes),
    size: end,
  }
}

function numbersAt(
  { memory }: NearestKernel,
  width: Width,
  address: number,
  length: number,
): Float32Array | Float64Array {
  return width === 32
    ? new Float32Array(memory.buffer, address, length)
    : new Float64Array(memory.buffer, address, length)
}

function meanOf(rows: Float64Array, dimensions: number): Float64Array {
  const mean = new Float64Array(dimensions)
  const count = rows.length / dimensions
  for (let at = 0; at < rows.length; at++) mean[at % dimensions] += rows[at] / count
  return mean
}

/** The largest squared distance of a row from `origin`. */
function farthestSquared(rows: Float64Array, origin: Float64Array): number {
  let farthest = 0
  for (let row = 0; row < rows.length; row += origin.length) {
    let sum = 0
    for (let j = 0; j < origin.length; j++) sum += (rows[row + j] - origin[j]) ** 2
    farthest = Math.max(farthest, sum)
  }
  return farthest
}
