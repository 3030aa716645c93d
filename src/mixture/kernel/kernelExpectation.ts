import type { Expectation } from '../expectation'
import type { Frames } from '../frames'
import type { SufficientStatistics } from '../sufficientStatistics'
import type { KernelForm } from './kernelForm'
import { blockLength, planFields, planHeaderBytes } from './kernelLayout'
import type { Kernel } from './loadKernel'

/**
 * The E-step in WebAssembly: batches of frames go into the kernel's memory, and sums come out. A thread has one kernel
 * for all mixtures, so every call brings along what the kernel has to know.
 */
export class KernelExpectation implements Expectation {
  readonly #kernel: Kernel
  readonly #form: KernelForm
  readonly #makeFallback: () => Expectation
  #fallback: Expectation | undefined

  /** `makeFallback` makes the step for blocks with a frame that the form cannot hold, and in float32 for joint densities. */
  constructor(kernel: Kernel, form: KernelForm, makeFallback: () => Expectation) {
    this.#kernel = kernel
    this.#form = form
    this.#makeFallback = makeFallback
  }

  accumulate(frames: Frames, from: number, to: number, statistics: SufficientStatistics): void {
    this.#open(frames, 'moments')
    this.#forEachBatch(
      frames,
      from,
      to,
      true,
      (start, length) => {
        if (!frames.weights) return
        const densities = this.#densities()
        for (let i = 0; i < length; i++) {
          statistics.logLikelihood += frames.weights[start + i] * densities[i]
          statistics.frameWeight += frames.weights[start + i]
        }
      },
      (start, length) => {
        // The other step works in the same memory.
        this.#close(frames, statistics)
        this.#other().accumulate(frames, start, start + length, statistics)
        this.#open(frames, 'moments')
      },
    )
    this.#close(frames, statistics)
  }

  logDensities(frames: Frames, from: number, to: number, out: Float64Array): void {
    this.#open(frames, 'scores')
    this.#forEachBatch(
      frames,
      from,
      to,
      false,
      (start, length) => {
        out.set(this.#densities().subarray(0, length), start - from)
      },
      (start, length) => {
        this.#other().logDensities(frames, start, start + length, out.subarray(start - from, start - from + length))
        this.#open(frames, 'scores')
      },
    )
  }

  jointLogDensities(frames: Frames, from: number, to: number, out: Float64Array): void {
    const { layout, order, constantShift, runJoint } = this.#form
    if (!runJoint) {
      this.#other().jointLogDensities(frames, from, to, out)
      return
    }
    this.#open(frames, 'joint')
    const { joint, jointPairBytes } = layout.plan
    const together = 2 * layout.lanes
    for (let start = from; start < to; start += blockLength) {
      const length = Math.min(blockLength, to - start)
      this.#put(frames, start, length)
      runJoint(this.#kernel, layout.planAddress, length)
      for (const [place, k] of order.entries()) {
        const pair = new Float64Array(
          this.#kernel.memory.buffer,
          joint + Math.floor(place / together) * jointPairBytes,
          length * together,
        )
        let at = (start - from) * order.length + k
        for (let i = place % together; i < pair.length; i += together, at += order.length) {
          out[at] = Math.LN2 * (constantShift + pair[i])
        }
      }
    }
  }

  #other(): Expectation {
    this.#fallback ??= this.#makeFallback()
    return this.#fallback
  }

  /** Runs the kernel; `done` hears of frames that it did, `left` of those that it cannot hold. */
  #forEachBatch(
    frames: Frames,
    from: number,
    to: number,
    collecting: boolean,
    done: (start: number, length: number) => void,
    left: (start: number, length: number) => void,
  ): void {
    const { layout, run } = this.#form
    for (let start = from; start < to;) {
      const length = Math.min(layout.batchLength, to - start)
      this.#put(frames, start, length)
      const held = run(this.#kernel, layout.planAddress, length, collecting)
      if (held > 0) done(start, held)
      start += held
      if (held === length) continue
      const rest = Math.min(blockLength, to - start)
      left(start, rest)
      start += rest
    }
  }

  /** Puts into the kernel's memory, which may grow, all but the frames, and clears the sums where moments are taken. */
  #open(frames: Frames, use: 'moments' | 'scores' | 'joint'): void {
    const collecting = use === 'moments'
    const scoring = use === 'scores' || (collecting && frames.weights !== undefined)
    const { memory } = this.#kernel
    const { layout, wide, contents, momentContents = [], constantShift, farthestFrame } = this.#form
    const { plan } = layout
    const { end } = wide ?? layout
    const missing = end - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / 65_536))
    for (const part of wide ? [layout, wide] : [layout]) {
      const fields = planFields.map((field) => part.plan[field])
      fields[planFields.indexOf('frameNumberBytes')] = frames.data.BYTES_PER_ELEMENT
      fields[planFields.indexOf('scoring')] = scoring ? 1 : 0
      new Float64Array(memory.buffer, part.planAddress, 2).set([-farthestFrame, constantShift])
      new Int32Array(memory.buffer, part.planAddress + planHeaderBytes, fields.length).set(fields)
    }
    const bytes = new Uint8Array(memory.buffer)
    for (const { address, values } of collecting ? [...contents, ...momentContents] : contents) {
      bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), address)
    }
    new Float64Array(memory.buffer, plan.summary, 4).set([0, 0, 1, 0])
    if (!collecting) return
    const { moments } = (wide ?? layout).plan
    new Float64Array(memory.buffer, plan.weights, layout.batchLength).fill(1)
    new Float64Array(memory.buffer, moments, (end - moments) / 8).fill(0)
  }

  #put({ data, weights, dimensions }: Frames, start: number, length: number): void {
    const { buffer } = this.#kernel.memory
    const { plan } = this.#form.layout
    const Numbers = data instanceof Float32Array ? Float32Array : Float64Array
    new Numbers(buffer, plan.frames, length * dimensions).set(
      data.subarray(start * dimensions, (start + length) * dimensions),
    )
    if (weights) new Float64Array(buffer, plan.weights, length).set(weights.subarray(start, start + length))
  }

  /** ln p of each frame of the batch. */
  #densities(): Float64Array {
    const { plan, batchLength } = this.#form.layout
    return new Float64Array(this.#kernel.memory.buffer, plan.densities, batchLength)
  }

  /** Adds what the kernel summed up to the statistics. */
  #close(frames: Frames, statistics: SufficientStatistics): void {
    const { layout, wide, constantShift, addMoments } = this.#form
    const { plan } = layout
    const { buffer } = this.#kernel.memory
    if (!frames.weights) {
      const [count, best, product, power] = new Float64Array(buffer, plan.summary, 4)
      statistics.logLikelihood += Math.LN2 * (count * constantShift + best + Math.log2(product) + power)
      statistics.frameWeight += count
    }
    const { plan: collected, end } = wide ?? layout
    const numbers = (from: number, to: number) => new Float64Array(buffer, from, (to - from) / 8)
    addMoments(
      {
        moments: numbers(collected.moments, collected.centeredMoments),
        centeredMoments: numbers(collected.centeredMoments, end),
      },
      statistics,
    )
  }
}
