import type { AnalysisTables } from './analysisTables'
import type { FrameAnalyzer } from './frameAnalyzer'
import { kernelAnalyzer } from './kernel/kernelAnalyzer'
import { frameKernelOfThread } from './kernel/loadFrameKernel'
import { referenceAnalyzer } from './referenceAnalyzer'

/** The fastest analysis that this runtime has: the kernel's, or the plain one where WebAssembly has no SIMD. */
export function fastAnalyzer(tables: AnalysisTables, kernel = frameKernelOfThread()): FrameAnalyzer {
  return kernel === null ? referenceAnalyzer(tables) : kernelAnalyzer(kernel, tables)
}
