import type { ComponentDensities } from '../componentDensities'
import type { Expectation } from '../expectation'
import type { Frames } from '../frames'
import type { Precision } from '../precision'
import type { SufficientStatistics } from '../sufficientStatistics'
import { blockLength, framesPerLogarithm, summaryLength, type KernelLayout } from './kernelLayout'
import type { KernelParameters } from './kernelParameters'
import type { Kernel } from './loadKernel'

/**
 * A frame whose best joint log density lies farther than this below the best constant is not left to the kernel: in
 * float32 its digits before the point would cost those behind it, on which the shares depend.
 */
const farthestFrame = { float32: 512, float64: Number.MAX_VALUE } as const

/**
 * The E-step for diagonal covariances in WebAssembly: a block of frames at a time goes into the kernel's memory, and
 * sums come out. Threads have one kernel for all mixtures, so every call brings its parameters along.
 */
export class KernelExpectation implements Expectation {
  readonly #kernel: Kernel
  readonly #densities: ComponentDensities
  readonly #precision: Precision
  readonly #layout: KernelLayout
  readonly #parameters: KernelParameters
  readonly #makeFallback: () => Expectation
  #fallback: Expectation | undefined

  /** `makeFallback` makes the step for blocks with a frame that `precision` cannot hold, and for joint densities. */
  constructor(
    kernel: Kernel,
    densities: ComponentDensities,
    precision: Precision,
    layout: KernelLayout,
    parameters: KernelParameters,
    makeFallback: () => Expectation,
  ) {
    this.#kernel = kernel
    this.#densities = densities
    this.#precision = precision
    this.#layout = layout
    this.#parameters = parameters
    this.#makeFallback = makeFallback
  }

  accumulate(frames: Frames, from: number, to: number, statistics: SufficientStatistics): void {
    if (frames.weights || frames.data instanceof Float64Array) {
      this.#other().accumulate(frames, from, to, statistics)
      return
    }
    let { summary } = this.#open()
    for (let start = from; start < to; start += blockLength) {
      const length = Math.min(blockLength, to - start)
      this.#expect(frames, start, length)
      if (this.#canHold(summary)) {
        statistics.logLikelihood += this.#logLikelihood(summary, length)
        this.#collect(length)
      } else {
        // The other step may work in the same memory.
        this.#close(statistics)
        const before = statistics.frameWeight
        this.#other().accumulate(frames, start, start + length, statistics)
        statistics.frameWeight = before
        ;({ summary } = this.#open())
      }
    }
    this.#close(statistics)
    statistics.frameWeight += to - from
  }

  logDensities(frames: Frames, from: number, to: number, out: Float64Array): void {
    if (frames.data instanceof Float64Array) {
      this.#other().logDensities(frames, from, to, out)
      return
    }
    let { best, sums, summary } = this.#open()
    for (let start = from; start < to; start += blockLength) {
      const length = Math.min(blockLength, to - start)
      this.#expect(frames, start, length)
      const block = out.subarray(start - from, start - from + length)
      if (this.#canHold(summary)) {
        for (let i = 0; i < length; i++) block[i] = this.#parameters.constantShift + best[i] + Math.log(sums[i])
      } else {
        this.#other().logDensities(frames, start, start + length, block)
        ;({ best, sums, summary } = this.#open())
      }
    }
  }

  jointLogDensities(frames: Frames, from: number, to: number, out: Float64Array): void {
    this.#other().jointLogDensities(frames, from, to, out)
  }

  #other(): Expectation {
    this.#fallback ??= this.#makeFallback()
    return this.#fallback
  }

  /** Puts the parameters into the kernel's memory, which may grow, and clears the sums. Answers with what is read there. */
  #open(): { best: ArrayLike<number>; sums: ArrayLike<number>; summary: Float64Array } {
    const { memory } = this.#kernel
    const { size, counts, origin, parameters, constants, best, sums, summary } = this.#layout
    const missing = size - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / 65_536))
    const Numbers = this.#precision === 'float32' ? Float32Array : Float64Array
    const put = (address: number, values: Float32Array | Float64Array) => {
      new Numbers(memory.buffer, address, values.length).set(values)
    }
    put(origin, this.#parameters.origin)
    put(parameters, this.#parameters.parameters)
    put(constants, this.#parameters.constants)
    new Float64Array(memory.buffer, counts, (size - counts) / 8).fill(0)
    return {
      best: new Numbers(memory.buffer, best, blockLength),
      sums: new Numbers(memory.buffer, sums, blockLength),
      summary: new Float64Array(memory.buffer, summary, summaryLength),
    }
  }

  #expect(frames: Frames, start: number, length: number): void {
    const { dimensions } = frames
    const at = this.#layout
    const input = new Float32Array(this.#kernel.memory.buffer, at.frames, length * dimensions)
    input.set(frames.data.subarray(start * dimensions, (start + length) * dimensions))
    const expect = this.#precision === 'float32' ? this.#kernel.expect32 : this.#kernel.expect64
    expect(
      ...[at.frames, at.origin, at.rows, at.parameters, at.constants, at.joint, at.best, at.sums, at.summary],
      ...[length, dimensions, at.groupCount, at.rowBytes, at.parameterGroupBytes, at.jointGroupBytes],
    )
  }

  /** Whether all frames of the block are near enough. */
  #canHold(summary: Float64Array): boolean {
    return summary[0] > -farthestFrame[this.#precision]
  }

  #logLikelihood(summary: Float64Array, length: number): number {
    let total = length * this.#parameters.constantShift + summary[1]
    for (let at = 2; framesPerLogarithm * (at - 2) < length; at++) total += Math.log(summary[at])
    return total
  }

  #collect(length: number): void {
    const at = this.#layout
    const collect = this.#precision === 'float32' ? this.#kernel.collect32 : this.#kernel.collect64
    collect(
      ...[at.rows, at.parameters, at.joint, at.sums, at.counts, at.firstMoments, at.secondMoments],
      ...[length, this.#densities.dimensions, at.groupCount, at.rowBytes, at.parameterGroupBytes, at.jointGroupBytes],
    )
  }

  /**
   * Adds the kernel's sums to the statistics, moved from where the kernel took the moments to the statistics' centers:
   * with d between the two, sums of r (x + d) and r (x + d)^2.
   */
  #close(statistics: SufficientStatistics): void {
    const { componentCount, dimensions, means } = this.#densities
    const { lanes, paddedDimensions, counts, firstMoments, secondMoments } = this.#layout
    const sums = new Float64Array(this.#kernel.memory.buffer)
    for (let k = 0; k < componentCount; k++) {
      const group = Math.floor(k / lanes)
      const lane = k % lanes
      const count = sums[counts / 8 + k]
      statistics.counts[k] += count
      for (let j = 0; j < dimensions; j++) {
        const to = k * dimensions + j
        const offset = (group * paddedDimensions + j) * lanes + lane
        const first = sums[firstMoments / 8 + offset]
        const second = sums[secondMoments / 8 + offset]
        const shift = means[to] - statistics.centers[to] + this.#parameters.meanErrors[to]
        statistics.firstMoments[to] += first + count * shift
        statistics.secondMoments[to] += second + shift * (2 * first + count * shift)
      }
    }
  }
}
