import { both, multiplyAdd, storeRounded, vectorBytes } from './lanes'
import { naturalLogarithm } from './naturalLogarithm'
import { Plan } from './plan'

/** Sums the bins of each filter and takes the logarithms; leaves them for the cosine transform, and rounded in the rows. */
export function logBands(plan: Plan, firstRow: usize, secondRow: usize): void {
  const bins = <usize>plan.bins
  const addend = f64x2.splat(plan.addend)
  const floor = f64x2.splat(plan.floor)
  const unit = f64x2.splat(plan.logUnit)
  let log = <usize>plan.logs
  let weight = <usize>plan.weights
  let filter = <usize>plan.filters
  const last = filter + (plan.bands << 3)
  while (filter < last) {
    let bin = bins + load<i32>(filter)
    const count = load<i32>(filter, 4)
    const end = bin + (count << 4)
    const fours = bin + ((count & ~3) << 4)
    // Four sums, so that none has to wait for the one before.
    let sum0 = f64x2.splat(0)
    let sum1 = sum0
    let sum2 = sum0
    let sum3 = sum0
    while (bin < fours) {
      sum0 = multiplyAdd(both(weight), v128.load(bin), sum0)
      sum1 = multiplyAdd(both(weight + 8), v128.load(bin, 16), sum1)
      sum2 = multiplyAdd(both(weight + 16), v128.load(bin, 32), sum2)
      sum3 = multiplyAdd(both(weight + 24), v128.load(bin, 48), sum3)
      bin += 4 * vectorBytes
      weight += 32
    }
    while (bin < end) {
      sum0 = multiplyAdd(both(weight), v128.load(bin), sum0)
      bin += vectorBytes
      weight += 8
    }
    const sum = v128.add<f64>(v128.add<f64>(sum0, sum1), v128.add<f64>(sum2, sum3))
    const value = v128.mul<f64>(unit, naturalLogarithm(v128.pmax<f64>(floor, v128.add<f64>(sum, addend))))
    v128.store(log, value)
    storeRounded(firstRow, secondRow, value)
    firstRow += 4
    secondRow += 4
    log += vectorBytes
    filter += 8
  }
}

/** The cosine transform of the logarithms, four coefficients at a time. */
export function cepstrum(plan: Plan, firstRow: usize, secondRow: usize): void {
  const logs = <usize>plan.logs
  const end = logs + (plan.bands << 4)
  const sums = <usize>plan.sums
  let cosine = <usize>plan.cosines
  let sum = sums
  const last = sums + (plan.coefficients << 4)
  while (sum < last) {
    let sum0 = f64x2.splat(0)
    let sum1 = sum0
    let sum2 = sum0
    let sum3 = sum0
    for (let log = logs; log < end; log += vectorBytes) {
      const value = v128.load(log)
      sum0 = multiplyAdd(both(cosine), value, sum0)
      sum1 = multiplyAdd(both(cosine + 8), value, sum1)
      sum2 = multiplyAdd(both(cosine + 16), value, sum2)
      sum3 = multiplyAdd(both(cosine + 24), value, sum3)
      cosine += 32
    }
    v128.store(sum, sum0)
    v128.store(sum, sum1, 16)
    v128.store(sum, sum2, 32)
    v128.store(sum, sum3, 48)
    sum += 4 * vectorBytes
  }
  for (sum = sums; sum < last; sum += vectorBytes) {
    storeRounded(firstRow, secondRow, v128.load(sum))
    firstRow += 4
    secondRow += 4
  }
}
