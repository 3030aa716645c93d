import type { Precision } from '../precision'

/**
 * The logarithms of weight and normalization of the components as the kernel takes them: to base 2, less the largest,
 * which is `constantShift`, and in the `order` of the kernel. Of `length` numbers, those without a component are -infinity.
 */
export function kernelConstants(
  logConstants: Float64Array,
  order: readonly number[],
  length: number,
  precision: Precision,
): { constants: Float32Array | Float64Array; constantShift: number } {
  const Numbers = precision === 'float32' ? Float32Array : Float64Array
  const constants = new Numbers(length).fill(-Infinity)
  const largest = logConstants.reduce((a, b) => Math.max(a, b), -Infinity)
  for (const [place, k] of order.entries()) constants[place] = Math.LOG2E * (logConstants[k] - largest)
  return { constants, constantShift: Math.LOG2E * largest }
}
