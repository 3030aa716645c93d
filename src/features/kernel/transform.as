import { both, multiplyAdd, multiplySubtract } from './lanes'
import { Plan } from './plan'

/** Real and imaginary part. */
const pointBytes: i32 = 32
/** Cosine and sine of three turns. */
const twiddleBytes: i32 = 48

/**
 * The complex transform of `half` points in place, decimation in time by radix 4, on points that stand in the order
 * in which the steps take them up. One step of radix 2 comes first where the length is no power of 4.
 */
export function transform(plan: Plan): void {
  const points = <usize>plan.points
  const bytes = plan.half * pointBytes
  let twiddles = <usize>plan.twiddles
  let span = pointBytes
  if (ctz(plan.half) & 1) {
    firstOfTwo(points, points + bytes)
    span = 2 * pointBytes
  } else {
    firstOfFour(points, points + bytes)
    span = 4 * pointBytes
  }
  while (span < bytes) {
    twiddles = quadruple(points, points + bytes, span, twiddles)
    span <<= 2
  }
}

// @ts-ignore: decorator
@inline
function firstOfTwo(point: usize, end: usize): void {
  while (point < end) {
    const ar = v128.load(point)
    const ai = v128.load(point, 16)
    const br = v128.load(point, 32)
    const bi = v128.load(point, 48)
    v128.store(point, v128.add<f64>(ar, br))
    v128.store(point, v128.add<f64>(ai, bi), 16)
    v128.store(point, v128.sub<f64>(ar, br), 32)
    v128.store(point, v128.sub<f64>(ai, bi), 48)
    point += 2 * pointBytes
  }
}

// @ts-ignore: decorator
@inline
function firstOfFour(point: usize, end: usize): void {
  while (point < end) {
    const ar = v128.load(point)
    const ai = v128.load(point, 16)
    const br = v128.load(point, 32)
    const bi = v128.load(point, 48)
    const cr = v128.load(point, 64)
    const ci = v128.load(point, 80)
    const dr = v128.load(point, 96)
    const di = v128.load(point, 112)
    crossed(point, pointBytes, ar, ai, br, bi, cr, ci, dr, di)
    point += 4 * pointBytes
  }
}

/** Makes of every four transforms that are `span` bytes long one; returns where the next step's twiddles begin. */
function quadruple(points: usize, end: usize, span: i32, twiddles: usize): usize {
  const last = twiddles + (span / pointBytes) * twiddleBytes
  for (let group = points; group < end; group += span << 2) {
    let point = group
    for (let twiddle = twiddles; twiddle < last; twiddle += twiddleBytes) {
      const b = point + span
      const c = b + span
      const d = c + span
      let re = v128.load(b)
      let im = v128.load(b, 16)
      let cosine = both(twiddle)
      let sine = both(twiddle + 8)
      const br = multiplySubtract(im, sine, v128.mul<f64>(re, cosine))
      const bi = multiplyAdd(im, cosine, v128.mul<f64>(re, sine))
      re = v128.load(c)
      im = v128.load(c, 16)
      cosine = both(twiddle + 16)
      sine = both(twiddle + 24)
      const cr = multiplySubtract(im, sine, v128.mul<f64>(re, cosine))
      const ci = multiplyAdd(im, cosine, v128.mul<f64>(re, sine))
      re = v128.load(d)
      im = v128.load(d, 16)
      cosine = both(twiddle + 32)
      sine = both(twiddle + 40)
      const dr = multiplySubtract(im, sine, v128.mul<f64>(re, cosine))
      const di = multiplyAdd(im, cosine, v128.mul<f64>(re, sine))
      crossed(point, span, v128.load(point), v128.load(point, 16), br, bi, cr, ci, dr, di)
      point += pointBytes
    }
  }
  return last
}

/** The transform of four numbers, each `distance` bytes behind the one before. */
// @ts-ignore: decorator
@inline
function crossed(
  point: usize, distance: i32,
  ar: v128, ai: v128, br: v128, bi: v128, cr: v128, ci: v128, dr: v128, di: v128,
): void {
  const evenR = v128.add<f64>(ar, cr)
  const evenI = v128.add<f64>(ai, ci)
  const oddR = v128.add<f64>(br, dr)
  const oddI = v128.add<f64>(bi, di)
  v128.store(point, v128.add<f64>(evenR, oddR))
  v128.store(point, v128.add<f64>(evenI, oddI), 16)
  const third = point + 2 * distance
  v128.store(third, v128.sub<f64>(evenR, oddR))
  v128.store(third, v128.sub<f64>(evenI, oddI), 16)
  const acrossR = v128.sub<f64>(ar, cr)
  const acrossI = v128.sub<f64>(ai, ci)
  // Times -i.
  const turnedR = v128.sub<f64>(bi, di)
  const turnedI = v128.sub<f64>(dr, br)
  const second = point + distance
  v128.store(second, v128.add<f64>(acrossR, turnedR))
  v128.store(second, v128.add<f64>(acrossI, turnedI), 16)
  const fourth = third + distance
  v128.store(fourth, v128.sub<f64>(acrossR, turnedR))
  v128.store(fourth, v128.sub<f64>(acrossI, turnedI), 16)
}
