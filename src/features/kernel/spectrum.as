import { both, multiplyAdd, multiplySubtract, vectorBytes } from './lanes'
import { Plan } from './plan'

/**
 * Untangles the transforms of the even and the odd samples (Press et al., Numerical Recipes, 12.3) and leaves the power
 * of each bin, or its root. The window holds a factor of 1/2, so that sums of two halves need no more.
 */
export function spectrum(plan: Plan): void {
  const half = plan.half
  const points = <usize>plan.points
  const bins = <usize>plan.bins
  let low = points
  let high = points + (half << 5)
  let lowBin = bins
  let highBin = bins + (half << 4)

  const re = v128.load(low)
  const im = v128.load(low, 16)
  const two = f64x2.splat(2)
  const zero = v128.mul<f64>(two, v128.add<f64>(re, im))
  const nyquist = v128.mul<f64>(two, v128.sub<f64>(re, im))
  v128.store(lowBin, v128.mul<f64>(zero, zero))
  v128.store(highBin, v128.mul<f64>(nyquist, nyquist))

  let turn = <usize>plan.turns
  while (true) {
    low += 32
    high -= 32
    if (low > high) break
    lowBin += vectorBytes
    highBin -= vectorBytes
    const lr = v128.load(low)
    const li = v128.load(low, 16)
    const hr = v128.load(high)
    const hi = v128.load(high, 16)
    const evenR = v128.add<f64>(lr, hr)
    const evenI = v128.sub<f64>(li, hi)
    const oddR = v128.add<f64>(li, hi)
    const oddI = v128.sub<f64>(hr, lr)
    const cosine = both(turn)
    const sine = both(turn + 8)
    const turnedR = multiplySubtract(oddI, sine, v128.mul<f64>(oddR, cosine))
    const turnedI = multiplyAdd(oddI, cosine, v128.mul<f64>(oddR, sine))
    const lowR = v128.add<f64>(evenR, turnedR)
    const lowI = v128.add<f64>(evenI, turnedI)
    const highR = v128.sub<f64>(evenR, turnedR)
    const highI = v128.sub<f64>(evenI, turnedI)
    v128.store(lowBin, multiplyAdd(lowI, lowI, v128.mul<f64>(lowR, lowR)))
    v128.store(highBin, multiplyAdd(highI, highI, v128.mul<f64>(highR, highR)))
    turn += 16
  }

  if (plan.magnitude) {
    const end = bins + (half << 4)
    for (let bin = bins; bin <= end; bin += vectorBytes) v128.store(bin, v128.sqrt<f64>(v128.load(bin)))
  }
}
