import type { AnalysisTables } from '../analysisTables'
import type { FrameAnalyzer, FrameStretch } from '../frameAnalyzer'
import { frameLayout, planFields, planNumbers, type FrameLayout } from './frameLayout'
import type { FrameKernel } from './loadFrameKernel'
import { transformPlaces, transformTwiddles, untanglingTurns } from './transformTables'

/** The smallest float64 with all its digits: the kernel's logarithm takes no smaller ones. */
const smallestNormal = 2 ** -1022

/** Whose tables lie in a kernel's memory: a thread has one kernel for all recipes. */
const holders = new WeakMap<FrameKernel, object>()

type Values = Float64Array | Int32Array

/**
 * The analysis in WebAssembly, in float64 as in the reference, two frames side by side. A frame's numbers are the same
 * to the last bit whichever frames are analyzed with it.
 */
export function kernelAnalyzer(kernel: FrameKernel, tables: AnalysisTables): FrameAnalyzer {
  const layout = frameLayout(tables)
  const contents = contentsOf(tables, layout)
  const holder = {}
  return {
    analyze(samples, starts, count, found) {
      if (holders.get(kernel) !== holder) {
        open(kernel, layout, contents)
        holders.set(kernel, holder)
      }
      for (let from = 0; from < count;) {
        const to = endOfBatch(starts, from, count, tables.frameLength, layout)
        put(kernel, layout, samples, starts, from, to, tables.frameLength)
        kernel.analyze(layout.planAddress, to - from)
        take(kernel, layout, from, to, found)
        from = to
      }
    },
  }
}

/** What the kernel has to know of the tables, and where. */
function contentsOf(tables: AnalysisTables, { planAddress, plan }: FrameLayout): ReadonlyMap<number, Values> {
  const { logarithm, logFloor, sampleScale, preEmphasis, window, bank } = tables
  const numbers: Record<(typeof planNumbers)[number], number> = {
    preEmphasis,
    squareScale: sampleScale ** 2,
    addend: logarithm === 'lnOnePlus' ? 1 : 0,
    floor: logarithm === 'lnOnePlus' ? smallestNormal : Math.max(logFloor, smallestNormal),
    logUnit: logarithm === 'decibel' ? 10 / Math.LN10 : 1,
  }
  const fieldsAddress = planAddress + 8 * planNumbers.length
  return new Map<number, Values>([
    [planAddress, Float64Array.from(planNumbers, (name) => numbers[name])],
    [fieldsAddress, Int32Array.from(planFields, (name) => plan[name])],
    // Untangling the transform adds two halves of each bin.
    [plan.window, window.map((value) => (value * sampleScale) / 2)],
    [plan.places, transformPlaces(plan.half)],
    [plan.twiddles, transformTwiddles(plan.half)],
    [plan.turns, untanglingTurns(plan.half)],
    [plan.filters, Int32Array.from({ length: 2 * bank.bands }, (_, i) => filterField(bank, i >> 1, i % 2 === 0))],
    [plan.weights, bank.weights],
    [plan.cosines, inFours(tables)],
  ])
}

/** Where a filter's bins begin, in bytes, or how many there are. */
function filterField({ firstBin, start }: AnalysisTables['bank'], band: number, isPlace: boolean): number {
  return isPlace ? 16 * firstBin[band] : start[band + 1] - start[band]
}

/** Four coefficients' cosines side by side, filter by filter; zeros for those that there are not. */
function inFours({ cosines, coefficients, bank }: AnalysisTables): Float64Array {
  const bands = bank.bands
  const fours = new Float64Array(4 * Math.ceil(coefficients / 4) * bands)
  for (let n = 0; n < coefficients; n++) {
    const from = (n - (n % 4)) * bands + (n % 4)
    for (let band = 0; band < bands; band++) fours[from + 4 * band] = cosines[n * bands + band]
  }
  return fours
}

function open({ memory }: FrameKernel, { end, plan }: FrameLayout, contents: ReadonlyMap<number, Values>): void {
  const missing = end - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / 65_536))
  const bytes = new Uint8Array(memory.buffer)
  // The window ends in zeros.
  bytes.fill(0, plan.window, plan.places)
  for (const [address, { buffer, byteOffset, byteLength }] of contents) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), address)
  }
}

/** The frames from `from` on whose samples the kernel has room for. */
function endOfBatch(
  starts: Int32Array,
  from: number,
  count: number,
  frameLength: number,
  { mostFrames, mostSamples }: FrameLayout,
): number {
  const first = starts[from]
  const last = Math.min(count, from + mostFrames)
  let to = from + 1
  while (to < last && starts[to] >= first && starts[to] + frameLength - first <= mostSamples) to++
  return to
}

function put(
  { memory }: FrameKernel,
  { plan }: FrameLayout,
  samples: Float32Array,
  starts: Int32Array,
  from: number,
  to: number,
  frameLength: number,
): void {
  const first = starts[from]
  const places = new Int32Array(memory.buffer, plan.starts, to - from)
  let end = 0
  for (let i = from; i < to; i++) {
    places[i - from] = 4 * (starts[i] - first)
    end = Math.max(end, starts[i] + frameLength)
  }
  new Float32Array(memory.buffer, plan.samples, end - first).set(samples.subarray(first, end))
}

function take({ memory }: FrameKernel, { plan }: FrameLayout, from: number, to: number, found: FrameStretch): void {
  const { coefficients, bands } = plan
  const count = to - from
  found.cepstra.set(new Float32Array(memory.buffer, plan.cepstra, count * coefficients), from * coefficients)
  found.logBands.set(new Float32Array(memory.buffer, plan.logBands, count * bands), from * bands)
  found.energies.set(new Float64Array(memory.buffer, plan.energies, count), from)
  found.variances.set(new Float64Array(memory.buffer, plan.variances, count), from)
}
