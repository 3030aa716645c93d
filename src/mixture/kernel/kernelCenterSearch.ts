import { searchLength, type CenterSearch } from '../centerSearch'
import type { Frames } from '../frames'
import type { NearestKernel } from './loadNearestKernel'

/** Of the numbers that a search begins with. */
export type Width = 32 | 64

/** Half of the distance from 1 to the next number. */
const roundingUnit = { 32: 2 ** -24, 64: 2 ** -53 } as const

/** Below the smallest numbers, errors are no longer in proportion. */
const underflow = { 32: 1e-40, 64: 1e-300 } as const

/** With more close calls than this in a block, float64 settles them in less time than the reference. */
const mostCloseCalls = searchLength / 16

const vectorBytes = 16

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
  firstWidth: Width = 32,
): CenterSearch {
  const origin = meanOf(centers, dimensions)
  const largestNorm = farthestSquared(centers, origin)
  const fours = Math.ceil(centers.length / dimensions / 4)
  const nearest = new Int32Array(searchLength)
  const margins = new Float64Array(searchLength)
  const close = new Int32Array(searchLength)
  const closeFrames = new Int32Array(searchLength)
  const holder = {}
  let width = firstWidth
  let room = roomFor(kernel, fours, dimensions, width)

  const open = (): void => {
    room = roomFor(kernel, fours, dimensions, width)
    putCenters(room, centers, origin)
    holders.set(kernel, holder)
  }

  const search = (frames: Frames, picked: Int32Array, count: number): void => {
    if (holders.get(kernel) !== holder || room.rows.buffer !== kernel.memory.buffer) open()
    putFrames(frames, picked, count, origin, room.rows, room.stride)
    const nearestOf = width === 32 ? kernel.nearest32 : kernel.nearest64
    nearestOf(
      room.rows.byteOffset,
      room.centers.byteOffset,
      room.constants.byteOffset,
      room.index.byteOffset,
      room.margins.byteOffset,
      room.tile * Math.ceil(count / room.tile),
      dimensions,
      4 * fours,
      room.stride * room.rows.BYTES_PER_ELEMENT,
      largestNorm,
      relativeError(dimensions, width),
      underflow[width],
    )
    const closeCount = takeResults(room, count, nearest, margins, close)
    if (closeCount > mostCloseCalls && width === 32) {
      width = 64
      holders.delete(kernel)
      search(frames, picked, count)
      return
    }
    if (closeCount === 0) return
    for (let c = 0; c < closeCount; c++) closeFrames[c] = picked[close[c]]
    reference.search(frames, closeFrames, closeCount)
    for (let c = 0; c < closeCount; c++) {
      nearest[close[c]] = reference.nearest[c]
      margins[close[c]] = reference.margins[c]
    }
  }
  return { search, nearest, margins }
}

/**
 * How far the kernel's squared distances may be off, as a part of |x|^2 + the largest |c|^2. Each of their terms may be off
 * by one rounding for itself and one for each sum that it goes through, and so may what went in; |c|^2 + 2 |x| |c| is no
 * more than twice that; and as much as half of this again takes up what becomes of it: |x|^2 added, and roots.
 */
function relativeError(dimensions: number, width: Width): number {
  return 3 * (dimensions + 8) * roundingUnit[width]
}

/** Puts the centers less the origin into the kernel's memory. */
function putCenters({ centers: values, constants }: KernelRoom, centers: Float64Array, origin: Float64Array): void {
  const dimensions = origin.length
  values.fill(0)
  constants.fill(Infinity)
  for (let k = 0; k < centers.length / dimensions; k++) {
    let norm = 0
    for (let j = 0; j < dimensions; j++) {
      const value = centers[k * dimensions + j] - origin[j]
      values[(Math.floor(k / 4) * dimensions + j) * 4 + (k % 4)] = -2 * value
      norm += value * value
    }
    constants[k] = norm
  }
}

/**
 * Puts frames less the origin into the kernel's memory, column by column; four frames at a time, which takes less time, so
 * that the last one may come again where nobody looks.
 */
function putFrames(
  { data, dimensions }: Frames,
  picked: Int32Array,
  count: number,
  origin: Float64Array,
  rows: Float32Array | Float64Array,
  stride: number,
): void {
  const last = count - 1
  for (let i = 0; i < count; i += 4) {
    let a = picked[i] * dimensions
    let b = picked[Math.min(i + 1, last)] * dimensions
    let c = picked[Math.min(i + 2, last)] * dimensions
    let d = picked[Math.min(i + 3, last)] * dimensions
    for (let j = 0, at = i; j < dimensions; j++, at += stride) {
      const middle = origin[j]
      rows[at] = data[a++] - middle
      rows[at + 1] = data[b++] - middle
      rows[at + 2] = data[c++] - middle
      rows[at + 3] = data[d++] - middle
    }
  }
}

/** Takes what the kernel is sure of; `close` gets the places of the others, of which it says how many there are. */
function takeResults(
  room: KernelRoom,
  count: number,
  nearest: Int32Array,
  margins: Float64Array,
  close: Int32Array,
): number {
  const { index, indexStep } = room
  let closeCount = 0
  for (let i = 0; i < count; i++) {
    const margin = room.margins[i]
    nearest[i] = index[i * indexStep]
    margins[i] = margin
    // Neither is it where numbers have left their range and the margin is none.
    if (!(margin > 0)) close[closeCount++] = i
  }
  return closeCount
}

/** Views of the kernel's memory. */
interface KernelRoom {
  /** By column, `stride` apart, frames. */
  readonly rows: Float32Array | Float64Array
  readonly stride: number
  /** By four centers, column, center. */
  readonly centers: Float32Array | Float64Array
  readonly constants: Float32Array | Float64Array
  readonly margins: Float32Array | Float64Array
  readonly index: Int32Array
  /** From one index to the next. */
  readonly indexStep: number
  /** Frames in the kernel's tile, two vectors. */
  readonly tile: number
}

/** Room for so many fours of centers; the memory may grow. */
function roomFor({ memory }: NearestKernel, fours: number, dimensions: number, width: Width): KernelRoom {
  const numberBytes = width / 8
  // Rows at the distance of a power of two would crowd into few cache lines.
  const stride = searchLength + (4 * vectorBytes) / numberBytes
  const lengths = [stride * dimensions, 4 * fours * dimensions, 4 * fours, searchLength, searchLength]
  const addresses: number[] = []
  let end = 0
  for (const length of lengths) {
    addresses.push(end)
    end += vectorBytes * Math.ceil((length * numberBytes) / vectorBytes)
  }
  const missing = end - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / 65_536))
  const Numbers = width === 32 ? Float32Array : Float64Array
  const view = (which: number) => new Numbers(memory.buffer, addresses[which], lengths[which])
  const indexStep = width / 32
  return {
    rows: view(0),
    stride,
    centers: view(1),
    constants: view(2),
    margins: view(3),
    index: new Int32Array(memory.buffer, addresses[4], searchLength * indexStep),
    indexStep,
    tile: (2 * vectorBytes) / numberBytes,
  }
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
