import { checkLength, type BoundsCheck } from '../boundsCheck'
import { groupCount, wayAtLeast, wayAtMost, type CenterDrift } from '../frameBounds'
import { boundsFields, boundsHeaderLength, boundsLayout, tileCenters, type BoundsLayout } from './boundsLayout'
import type { BoundsKernel } from './loadBoundsKernel'

/** Half of the distance from 1 to the next float32. */
const roundingUnit = 2 ** -24

/** Below the smallest numbers, errors are no longer in proportion. */
const underflow = 1e-40

/** Whose centers lie in a kernel's memory: a thread has one kernel for all checks. */
const holders = new WeakMap<BoundsKernel, unknown>()

/**
 * The check in WebAssembly, in float32 whatever the frames are in: frames go into the kernel's memory a block at a time,
 * and what rounding leaves a doubt about is left in doubt.
 */
export function kernelBoundsCheck(
  kernel: BoundsKernel,
  centers: Float64Array,
  dimensions: number,
  drift: CenterDrift,
): BoundsCheck {
  const listed = new Int32Array(checkLength)
  const holder = {}
  let room: BoundsRoom | null = null

  const open = (frameNumberBytes: number): BoundsRoom => {
    const layout = boundsLayout(drift, dimensions, frameNumberBytes, checkLength)
    room = roomIn(kernel, layout)
    putCenters(kernel, layout, centers, drift)
    holders.set(kernel, holder)
    return room
  }
  const isOpen = (room: BoundsRoom | null, numberBytes: number): room is BoundsRoom =>
    room !== null &&
    room.frames.BYTES_PER_ELEMENT === numberBytes &&
    room.frames.buffer === kernel.memory.buffer &&
    holders.get(kernel) === holder

  return {
    listed,
    check({ data }, from, to, former, next) {
      const numberBytes = data.BYTES_PER_ELEMENT
      const here = isOpen(room, numberBytes) ? room : open(numberBytes)
      const count = to - from
      here.frames.set(data.subarray(from * dimensions, to * dimensions))
      here.labels.set(former.labels.subarray(from, to))
      here.uppers.set(former.uppers.subarray(from, to))
      here.lowers.set(former.lowers.subarray(from * groupCount, to * groupCount))
      const listedCount = kernel.check(here.planAddress, count)
      next.labels.set(here.labels.subarray(0, count), from)
      next.uppers.set(here.uppers.subarray(0, count), from)
      next.lowers.set(here.lowers.subarray(0, count * groupCount), from * groupCount)
      for (let at = 0; at < listedCount; at++) {
        const entry = here.listed[at]
        listed[at] = entry < 0 ? entry - from : entry + from
      }
      return listedCount
    },
  }
}

/** Views of the kernel's memory. */
interface BoundsRoom {
  readonly planAddress: number
  readonly frames: Float32Array | Float64Array
  readonly labels: Int32Array
  readonly uppers: Float32Array
  readonly lowers: Float32Array
  readonly listed: Int32Array
}

/** The memory may grow. */
function roomIn({ memory }: BoundsKernel, { plan, planAddress, end }: BoundsLayout): BoundsRoom {
  const missing = end - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / 65_536))
  const { buffer } = memory
  const Numbers = plan.frameNumberBytes === 4 ? Float32Array : Float64Array
  return {
    planAddress,
    frames: new Numbers(buffer, plan.frames, checkLength * plan.dimensions),
    labels: new Int32Array(buffer, plan.labels, checkLength),
    uppers: new Float32Array(buffer, plan.uppers, checkLength),
    lowers: new Float32Array(buffer, plan.lowers, checkLength * groupCount),
    listed: new Int32Array(buffer, plan.listed, checkLength),
  }
}

/** Puts into the kernel's memory all but the frames. */
function putCenters(
  { memory: { buffer } }: BoundsKernel,
  { plan, planAddress, end }: BoundsLayout,
  centers: Float64Array,
  { groups, ways, groupWays }: CenterDrift,
): void {
  const { dimensions, rowBytes, tileCount } = plan
  const rowLength = rowBytes / 4
  const floats = (address: number, length: number) => new Float32Array(buffer, address, length)
  const integers = (address: number, length: number) => new Int32Array(buffer, address, length)
  new Uint8Array(buffer, 0, end).fill(0)
  const origin = originOf(centers, dimensions, plan.frameNumberBytes)
  if (plan.frameNumberBytes === 4) floats(plan.origin, dimensions).set(origin)
  else new Float64Array(buffer, plan.origin, dimensions).set(origin)
  integers(plan.columns, dimensions).fill(-1)

  const places = groupCount * tileCount * tileCenters
  const tiles = floats(plan.tiles, places * dimensions)
  const norms = floats(plan.centerNorms, places).fill(Infinity)
  const centerAt = integers(plan.centerAt, places)
  // Nothing is nearer than what has no center.
  floats(plan.centerRows - rowBytes, rowLength).fill(1e30)
  const rows = floats(plan.centerRows, groups.length * rowLength)
  const gaps = floats(plan.gaps, groups.length * groupCount)
  const sizes = new Int32Array(groupCount)
  let largestNorm = 0
  for (const [k, group] of groups.entries()) {
    const within = sizes[group]++
    const tile = group * tileCount + Math.floor(within / tileCenters)
    const place = tile * tileCenters + (within % tileCenters)
    let norm = 0
    for (let j = 0; j < dimensions; j++) {
      const value = centers[k * dimensions + j] - origin[j]
      norm += value * value
      rows[k * rowLength + j] = value
      tiles[(tile * dimensions + j) * tileCenters + (within % tileCenters)] = -2 * value
    }
    norms[place] = norm
    centerAt[place] = k
    largestNorm = Math.max(largestNorm, norm)
    for (let g = 0; g < groupCount; g++) gaps[k * groupCount + g] = wayAtMost(ways[k] + groupWays[g])
  }
  floats(plan.ways, groups.length).set(ways.map(wayAtLeast))
  integers(plan.groups, groups.length).set(groups)
  floats(plan.groupGaps, groupCount).set(groupWays.map(wayAtMost))
  floats(plan.groupWays, groupCount).set(groupWays.map(wayAtLeast))
  floats(planAddress, boundsHeaderLength).set([
    relativeError(dimensions),
    underflow,
    largestNorm * (1 + 2 * roundingUnit),
  ])
  integers(planAddress + 4 * boundsHeaderLength, boundsFields.length).set(boundsFields.map((field) => plan[field]))
}

/** The middle of the centers; in float32 for frames in float32, so that nothing but a difference is rounded. */
function originOf(centers: Float64Array, dimensions: number, frameNumberBytes: number): Float64Array {
  const componentCount = centers.length / dimensions
  const origin = new Float64Array(dimensions)
  for (let at = 0; at < centers.length; at++) origin[at % dimensions] += centers[at] / componentCount
  return frameNumberBytes === 4 ? origin.map(Math.fround) : origin
}

/**
 * How far the kernel's squared distances may be off, as a part of |x|^2 + the largest |c|^2. Each of their terms may be off
 * by one rounding for itself and one for each sum that it goes through, and so may what went in; |c|^2 + 2 |x| |c| is no
 * more than twice that; and as much as half of this again takes up what becomes of it: |x|^2 added, and roots.
 */
function relativeError(dimensions: number): number {
  return 3 * (dimensions + 8) * roundingUnit
}
