import type { Expectation } from '../expectation'
import type { Frames } from '../frames'
import type { Precision } from '../precision'
import type { SufficientStatistics } from '../sufficientStatistics'
import type { KernelForm } from './kernelForm'
import { blockLength, planFields } from './kernelLayout'
import type { Kernel } from './loadKernel'

/**
 * The E-step in WebAssembly: batches of frames go into the kernel's memory, and sums come out. A thread has one kernel
 * for all mixtures, so every call brings along what the kernel has to know.
 */
export class KernelExpectation implements Expectation {
  readonly #kernel: Kernel
  readonly #form: KernelForm
  readonly #precision: Precision
  readonly #makeFallback: () => Expectation
  #fallback: Expectation | undefined

  /** `makeFallback` makes the step for blocks with a frame that the form cannot hold, and for joint densities. */
  constructor(kernel: Kernel, form: KernelForm, precision: Precision, makeFallback: () => Expectation) {
    this.#kernel = kernel
    this.#form = form
    this.#precision = precision
    this.#makeFallback = makeFallback
  }

  accumulate(frames: Frames, from: number, to: number, statistics: SufficientStatistics): void {
    this.#open(frames)
    this.#forEachBatch(
      frames,
      from,
      to,
      true,
      (start, length) => {
        if (!frames.weights) return
        const { best, sums } = this.#densities()
        for (let i = 0; i < length; i++) {
          const density = this.#form.constantShift + best[i] + Math.log2(sums[i])
          statistics.logLikelihood += Math.LN2 * frames.weights[start + i] * density
          statistics.frameWeight += frames.weights[start + i]
        }
      },
      (start, length) => {
        // The other step works in the same memory.
        this.#close(frames, statistics)
        this.#other().accumulate(frames, start, start + length, statistics)
        this.#open(frames)
      },
    )
    this.#close(frames, statistics)
  }

  logDensities(frames: Frames, from: number, to: number, out: Float64Array): void {
    this.#open(frames)
    this.#forEachBatch(
      frames,
      from,
      to,
      false,
      (start, length) => {
        const { best, sums } = this.#densities()
        const shift = this.#form.constantShift
        const at = start - from
        for (let i = 0; i < length; i++) out[at + i] = Math.LN2 * (shift + best[i] + Math.log2(sums[i]))
      },
      (start, length) => {
        this.#other().logDensities(frames, start, start + length, out.subarray(start - from, start - from + length))
        this.#open(frames)
      },
    )
  }

  jointLogDensities(frames: Frames, from: number, to: number, out: Float64Array): void {
    this.#other().jointLogDensities(frames, from, to, out)
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

  /** Puts into the kernel's memory, which may grow, all but the frames, and clears the sums. */
  #open(frames: Frames): void {
    const { memory } = this.#kernel
    const { layout, wide, contents, farthestFrame } = this.#form
    const { plan } = layout
    const { moments } = (wide ?? layout).plan
    const { end } = wide ?? layout
    const missing = end - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / 65_536))
    for (const part of wide ? [layout, wide] : [layout]) {
      const fields = planFields.map((field) => part.plan[field])
      fields[planFields.indexOf('frameNumberBytes')] = frames.data.BYTES_PER_ELEMENT
      new Float64Array(memory.buffer, part.planAddress, 1)[0] = -farthestFrame
      new Int32Array(memory.buffer, part.planAddress + 8, fields.length).set(fields)
    }
    const bytes = new Uint8Array(memory.buffer)
    for (const { address, values } of contents) {
      bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), address)
    }
    new Float64Array(memory.buffer, plan.weights, layout.batchLength).fill(1)
    new Float64Array(memory.buffer, plan.summary, 4).set([0, 0, 1, 0])
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

  /** Per frame of the batch, to base 2 and less the shift: the best joint log density, and the sum relative to it. */
  #densities(): { best: ArrayLike<number>; sums: ArrayLike<number> } {
    const { buffer } = this.#kernel.memory
    const { plan, batchLength } = this.#form.layout
    const Numbers = this.#precision === 'float32' ? Float32Array : Float64Array
    return {
      best: new Numbers(buffer, plan.bestOut, batchLength),
      sums: new Numbers(buffer, plan.sumsOut, batchLength),
    }
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
