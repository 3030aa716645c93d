import type { SufficientStatistics } from '../sufficientStatistics'
import type { KernelLayout } from './kernelLayout'
import type { Kernel } from './loadKernel'

/** What the kernel summed up: about the origin, and for some columns about the means. */
export interface KernelMoments {
  readonly moments: Float64Array
  readonly centeredMoments: Float64Array
}

/** Numbers and where in the kernel's memory they lie. */
export interface KernelContent {
  readonly address: number
  readonly values: Float32Array | Float64Array | Uint8Array
}

/** What the kernel works with for one mixture, in one form of covariance and one precision. */
export interface KernelForm {
  readonly layout: KernelLayout
  /** Where the moments are summed, if not in the precision of the densities. It begins where `layout` ends. */
  readonly wide?: KernelLayout
  /** What lies in the kernel's memory before it runs. */
  readonly contents: readonly KernelContent[]
  /** What lies there beside it where moments are taken. */
  readonly momentContents?: readonly KernelContent[]
  /** The largest constant, to base 2; without it those that are left are small, so that float32 holds their digits. */
  readonly constantShift: number
  /** A frame whose best joint log density (base 2) lies farther than this below the best constant is not left to it. */
  readonly farthestFrame: number
  /** Which component stands in which place of the kernel's vectors. */
  readonly order: readonly number[]
  readonly run: (kernel: Kernel, plan: number, count: number, collecting: boolean) => number
  /** Leaves the joint log densities of a block in memory; absent in float32, which has too few digits for them. */
  readonly runJoint?: (kernel: Kernel, plan: number, count: number) => void
  /** Adds the kernel's moments to the statistics, moved from where the kernel takes them to the statistics' centers. */
  readonly addMoments: (sums: KernelMoments, statistics: SufficientStatistics) => void
}
