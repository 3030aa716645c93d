// The inner loops of expectation maximization for diagonal covariances, in AssemblyScript: scripts/build-kernel.mjs
// compiles it, kernelExpectation.ts calls it, kernelLayout.ts says where in memory everything lies.
//
// Everything is written once for T = f32 (four lanes) and T = f64 (two). The lanes of a vector are components: a group
// is as many components as a vector has lanes. Frames come in blocks of at most `blockLength`; a row holds one frame's
// columns, padded for the steps in which they are taken. All arguments are addresses, or bytes between neighbors, or numbers of things.

// As in kernelLayout.ts.
const vectorBytes: i32 = 16
const parameterBytes: i32 = 32

// A component whose density is below exp(-46) = 1e-20 of the best one's has no share in a frame.
const negligible: f64 = -46

// @ts-ignore: decorator
@inline
function multiplyAdd<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, c)
  return v128.add<T>(v128.mul<T>(a, b), c)
}

// @ts-ignore: decorator
@inline
function splat<T>(value: f64): v128 {
  return v128.splat<T>(<T>value)
}

/**
 * exp(x) for x from -46 to 0: x = n ln 2 + r with a whole n, a polynomial for exp(r), and n added to the exponent's bits.
 * The polynomials are the best ones on [-ln 2 / 2, ln 2 / 2]: degree 6 is off by 2e-9 (float32), 11 by 3e-18 (float64).
 */
// @ts-ignore: decorator
@inline
function exponential<T>(x: v128): v128 {
  // Adding this number rounds to a whole one, which then stands in the lowest bits.
  const rounding = splat<T>(sizeof<T>() == 4 ? 12582912.0 : 6755399441055744.0)
  const shifted = multiplyAdd<T>(x, splat<T>(1.4426950408889634), rounding)
  const n = v128.sub<T>(shifted, rounding)
  // ln 2 in two parts; the first is short, so that its product with n is exact.
  let r = multiplyAdd<T>(n, splat<T>(sizeof<T>() == 4 ? -0.693359375 : -0.693147180369123816490), x)
  r = multiplyAdd<T>(n, splat<T>(sizeof<T>() == 4 ? 2.12194440054690583e-4 : -1.90821492927058770002e-10), r)
  if (sizeof<T>() == 4) {
    let p = splat<T>(0.0013941108433972675)
    p = multiplyAdd<T>(p, r, splat<T>(0.008375126398153336))
    p = multiplyAdd<T>(p, r, splat<T>(0.041666352896775157))
    p = multiplyAdd<T>(p, r, splat<T>(0.16666415514653275))
    p = multiplyAdd<T>(p, r, splat<T>(0.5000000047117558))
    p = multiplyAdd<T>(p, r, splat<T>(1.0000000377162138))
    p = multiplyAdd<T>(p, r, splat<T>(1))
    return v128.add<i32>(p, v128.shl<i32>(shifted, 23))
  } else {
    let p = splat<T>(2.5110037605963778e-8)
    p = multiplyAdd<T>(p, r, splat<T>(2.763263963904103e-7))
    p = multiplyAdd<T>(p, r, splat<T>(2.755724091857898e-6))
    p = multiplyAdd<T>(p, r, splat<T>(0.000024801485482328492))
    p = multiplyAdd<T>(p, r, splat<T>(0.00019841269890047114))
    p = multiplyAdd<T>(p, r, splat<T>(0.0013888888952314775))
    p = multiplyAdd<T>(p, r, splat<T>(0.00833333333331960061))
    p = multiplyAdd<T>(p, r, splat<T>(0.0416666666664880955))
    p = multiplyAdd<T>(p, r, splat<T>(0.1666666666666668081))
    p = multiplyAdd<T>(p, r, splat<T>(0.50000000000000183855))
    p = multiplyAdd<T>(p, r, splat<T>(1))
    p = multiplyAdd<T>(p, r, splat<T>(1))
    return v128.add<i64>(p, v128.shl<i64>(shifted, 52))
  }
}

/** The larger of two in one instruction, where max takes many for the sake of NaN; of a NaN in `b` nothing is left. */
// @ts-ignore: decorator
@inline
function larger<T>(a: v128, b: v128): v128 {
  return v128.pmax<T>(a, b)
}

// @ts-ignore: decorator
@inline
function largestLane<T>(a: v128): T {
  const halves = larger<T>(a, v128.shuffle<i64>(a, a, 1, 0))
  if (sizeof<T>() == 8) return v128.extract_lane<T>(halves, 0)
  return v128.extract_lane<T>(larger<T>(halves, v128.shuffle<i32>(halves, halves, 1, 0, 3, 2)), 0)
}

// @ts-ignore: decorator
@inline
function sumOfLanes<T>(a: v128): T {
  const halves = v128.add<T>(a, v128.shuffle<i64>(a, a, 1, 0))
  if (sizeof<T>() == 8) return v128.extract_lane<T>(halves, 0)
  return v128.extract_lane<T>(v128.add<T>(halves, v128.shuffle<i32>(halves, halves, 1, 0, 3, 2)), 0)
}

/** Adds a vector's lanes to as many float64 numbers at `at`. */
// @ts-ignore: decorator
@inline
function addToFloat64<T>(at: usize, a: v128): void {
  if (sizeof<T>() == 4) {
    const high = v128.shuffle<i32>(a, a, 2, 3, 2, 3)
    v128.store(at, v128.add<f64>(v128.load(at), f64x2.promote_low_f32x4(a)))
    v128.store(at, v128.add<f64>(v128.load(at, 16), f64x2.promote_low_f32x4(high)), 16)
  } else {
    v128.store(at, v128.add<f64>(v128.load(at), a))
  }
}

/** Rows from frames as they come (float32, without padding): less the origin, which is about the middle of all. */
// @ts-ignore: decorator
@inline
function center<T>(frames: usize, origin: usize, rows: usize, count: i32, dimensions: i32, rowBytes: i32): void {
  const lanes = vectorBytes / sizeof<T>()
  for (let i = 0; i < count; i++) {
    const row = rows + i * rowBytes
    const frame = frames + i * dimensions * 4
    // The last vector may hold numbers of the next frame: they end up in the padding, which nobody looks at.
    for (let j = 0; j < dimensions; j += lanes) {
      const x = frame + j * 4
      const value =
        sizeof<T>() == 4 ? v128.load(x) : f64x2.promote_low_f32x4(v128.load_zero<i64>(x))
      v128.store(row + j * sizeof<T>(), v128.sub<T>(value, v128.load(origin + j * sizeof<T>())))
    }
  }
}

/**
 * Joint log densities of a block, and the best of each frame. Four frames at a time: their sums do not wait for each
 * other, and with more the processor's 16 registers would not do. Squares are taken of differences: expanded, or as
 * (scale x + shift)^2, they lose digits when a variance is small beside the mean.
 */
// @ts-ignore: decorator
@inline
function density<T>(
  rows: usize, parameters: usize, constants: usize, joint: usize, best: usize,
  count: i32, dimensions: i32, groupCount: i32, rowBytes: i32, parameterGroupBytes: i32, jointGroupBytes: i32,
): void {
  // The last four may reach past `count` into rows of an earlier block; nobody reads what comes out of them.
  for (let i = 0; i < count; i += 4) {
    const row = rows + i * rowBytes
    const end = row + dimensions * sizeof<T>()
    let bestA = splat<T>(-Infinity)
    let bestB = bestA
    let bestC = bestA
    let bestD = bestA
    for (let g = 0; g < groupCount; g++) {
      let parameter = parameters + g * parameterGroupBytes
      let a = row
      let b = row + rowBytes
      let c = row + 2 * rowBytes
      let d = row + 3 * rowBytes
      let sumA = splat<T>(0)
      let sumB = sumA
      let sumC = sumA
      let sumD = sumA
      while (a < end) {
        const mean = v128.load(parameter)
        const scale = v128.load(parameter, 16)
        let z = v128.mul<T>(v128.sub<T>(v128.load_splat<T>(a), mean), scale)
        sumA = multiplyAdd<T>(z, z, sumA)
        z = v128.mul<T>(v128.sub<T>(v128.load_splat<T>(b), mean), scale)
        sumB = multiplyAdd<T>(z, z, sumB)
        z = v128.mul<T>(v128.sub<T>(v128.load_splat<T>(c), mean), scale)
        sumC = multiplyAdd<T>(z, z, sumC)
        z = v128.mul<T>(v128.sub<T>(v128.load_splat<T>(d), mean), scale)
        sumD = multiplyAdd<T>(z, z, sumD)
        a += sizeof<T>()
        b += sizeof<T>()
        c += sizeof<T>()
        d += sizeof<T>()
        parameter += parameterBytes
      }
      const constant = v128.load(constants + g * vectorBytes)
      const out = joint + g * jointGroupBytes + i * vectorBytes
      sumA = v128.sub<T>(constant, sumA)
      sumB = v128.sub<T>(constant, sumB)
      sumC = v128.sub<T>(constant, sumC)
      sumD = v128.sub<T>(constant, sumD)
      v128.store(out, sumA)
      v128.store(out, sumB, 16)
      v128.store(out, sumC, 32)
      v128.store(out, sumD, 48)
      // Only lanes without a component can hold a NaN, beside an infinite number in float32.
      bestA = larger<T>(bestA, sumA)
      bestB = larger<T>(bestB, sumB)
      bestC = larger<T>(bestC, sumC)
      bestD = larger<T>(bestD, sumD)
    }
    const out = best + i * sizeof<T>()
    store<T>(out, largestLane<T>(bestA))
    store<T>(out + sizeof<T>(), largestLane<T>(bestB))
    store<T>(out + 2 * sizeof<T>(), largestLane<T>(bestC))
    store<T>(out + 3 * sizeof<T>(), largestLane<T>(bestD))
  }
}

// @ts-ignore: decorator
@inline
function relativeDensity<T>(at: usize, best: v128): v128 {
  const below = v128.sub<T>(v128.load(at), best)
  const kept = v128.gt<T>(below, splat<T>(negligible))
  return v128.and(exponential<T>(larger<T>(splat<T>(negligible), below)), kept)
}

/** Turns joint log densities into densities relative to the best component's, and sums them for each frame. */
// @ts-ignore: decorator
@inline
function share<T>(joint: usize, best: usize, sums: usize, count: i32, groupCount: i32, jointGroupBytes: i32): void {
  for (let i = 0; i < count; i += 4) {
    const bests = best + i * sizeof<T>()
    const bestA = v128.load_splat<T>(bests)
    const bestB = v128.load_splat<T>(bests + sizeof<T>())
    const bestC = v128.load_splat<T>(bests + 2 * sizeof<T>())
    const bestD = v128.load_splat<T>(bests + 3 * sizeof<T>())
    let sumA = splat<T>(0)
    let sumB = sumA
    let sumC = sumA
    let sumD = sumA
    let at = joint + i * vectorBytes
    for (let g = 0; g < groupCount; g++) {
      const densityA = relativeDensity<T>(at, bestA)
      const densityB = relativeDensity<T>(at + 16, bestB)
      const densityC = relativeDensity<T>(at + 32, bestC)
      const densityD = relativeDensity<T>(at + 48, bestD)
      v128.store(at, densityA)
      v128.store(at, densityB, 16)
      v128.store(at, densityC, 32)
      v128.store(at, densityD, 48)
      sumA = v128.add<T>(sumA, densityA)
      sumB = v128.add<T>(sumB, densityB)
      sumC = v128.add<T>(sumC, densityC)
      sumD = v128.add<T>(sumD, densityD)
      at += jointGroupBytes
    }
    const out = sums + i * sizeof<T>()
    store<T>(out, sumOfLanes<T>(sumA))
    store<T>(out + sizeof<T>(), sumOfLanes<T>(sumB))
    store<T>(out + 2 * sizeof<T>(), sumOfLanes<T>(sumC))
    store<T>(out + 3 * sizeof<T>(), sumOfLanes<T>(sumD))
  }
}

/**
 * What a caller needs to know of a block: the lowest best, the sum of the bests, and the products of the sums of every
 * 32 frames. A sum lies between 1 and K, and 65,536^32 is within float64, so that one logarithm does for 32 frames.
 */
// @ts-ignore: decorator
@inline
function summarize<T>(best: usize, sums: usize, summary: usize, count: i32): void {
  let lowest: f64 = Infinity
  let total: f64 = 0
  let product: f64 = 1
  for (let i = 0; i < count; i++) {
    const value = <f64>load<T>(best + i * sizeof<T>())
    if (value < lowest) lowest = value
    total += value
    product *= <f64>load<T>(sums + i * sizeof<T>())
    if ((i & 31) == 31 || i == count - 1) {
      store<f64>(summary + ((i >> 5) + 2) * 8, product)
      product = 1
    }
  }
  store<f64>(summary, lowest)
  store<f64>(summary, total, 8)
}

/**
 * Adds a block to the statistics: responsibilities, and their products with the differences from the means and with the
 * squares of those, three columns at a time: with four the registers would not do. Within the block in T, from block to block in float64.
 */
// @ts-ignore: decorator
@inline
function collect<T>(
  rows: usize, parameters: usize, joint: usize, sums: usize, counts: usize, firstMoments: usize, secondMoments: usize,
  count: i32, dimensions: i32, groupCount: i32, rowBytes: i32, parameterGroupBytes: i32, jointGroupBytes: i32,
): void {
  const lanes = vectorBytes / sizeof<T>()
  for (let i = 0; i < count; i++) store<T>(sums + i * sizeof<T>(), <T>1 / load<T>(sums + i * sizeof<T>()))
  for (let g = 0; g < groupCount; g++) {
    const shares = joint + g * jointGroupBytes
    const end = shares + count * vectorBytes
    let total = splat<T>(0)
    let factor = sums
    for (let at = shares; at < end; at += vectorBytes) {
      const value = v128.mul<T>(v128.load(at), v128.load_splat<T>(factor))
      v128.store(at, value)
      total = v128.add<T>(total, value)
      factor += sizeof<T>()
    }
    addToFloat64<T>(counts + g * lanes * 8, total)
    for (let j = 0; j < dimensions; j += 3) {
      const parameter = parameters + g * parameterGroupBytes + j * parameterBytes
      const meanA = v128.load(parameter)
      const meanB = v128.load(parameter, 32)
      const meanC = v128.load(parameter, 64)
      let firstA = splat<T>(0)
      let firstB = firstA
      let firstC = firstA
      let secondA = firstA
      let secondB = firstA
      let secondC = firstA
      let x = rows + j * sizeof<T>()
      for (let at = shares; at < end; at += vectorBytes) {
        const value = v128.load(at)
        let difference = v128.sub<T>(v128.load_splat<T>(x), meanA)
        let product = v128.mul<T>(value, difference)
        firstA = v128.add<T>(firstA, product)
        secondA = multiplyAdd<T>(product, difference, secondA)
        difference = v128.sub<T>(v128.load_splat<T>(x + sizeof<T>()), meanB)
        product = v128.mul<T>(value, difference)
        firstB = v128.add<T>(firstB, product)
        secondB = multiplyAdd<T>(product, difference, secondB)
        difference = v128.sub<T>(v128.load_splat<T>(x + 2 * sizeof<T>()), meanC)
        product = v128.mul<T>(value, difference)
        firstC = v128.add<T>(firstC, product)
        secondC = multiplyAdd<T>(product, difference, secondC)
        x += rowBytes
      }
      const offset = g * (parameterGroupBytes / parameterBytes) * lanes * 8 + j * lanes * 8
      const first = firstMoments + offset
      addToFloat64<T>(first, firstA)
      addToFloat64<T>(first + lanes * 8, firstB)
      addToFloat64<T>(first + 2 * lanes * 8, firstC)
      const second = secondMoments + offset
      addToFloat64<T>(second, secondA)
      addToFloat64<T>(second + lanes * 8, secondB)
      addToFloat64<T>(second + 2 * lanes * 8, secondC)
    }
  }
}

export function expect32(
  frames: usize, origin: usize, rows: usize, parameters: usize, constants: usize, joint: usize, best: usize, sums: usize,
  summary: usize, count: i32, dimensions: i32, groupCount: i32, rowBytes: i32, parameterGroupBytes: i32,
  jointGroupBytes: i32,
): void {
  center<f32>(frames, origin, rows, count, dimensions, rowBytes)
  density<f32>(
    rows, parameters, constants, joint, best,
    count, dimensions, groupCount, rowBytes, parameterGroupBytes, jointGroupBytes,
  )
  share<f32>(joint, best, sums, count, groupCount, jointGroupBytes)
  summarize<f32>(best, sums, summary, count)
}

export function expect64(
  frames: usize, origin: usize, rows: usize, parameters: usize, constants: usize, joint: usize, best: usize, sums: usize,
  summary: usize, count: i32, dimensions: i32, groupCount: i32, rowBytes: i32, parameterGroupBytes: i32,
  jointGroupBytes: i32,
): void {
  center<f64>(frames, origin, rows, count, dimensions, rowBytes)
  density<f64>(
    rows, parameters, constants, joint, best,
    count, dimensions, groupCount, rowBytes, parameterGroupBytes, jointGroupBytes,
  )
  share<f64>(joint, best, sums, count, groupCount, jointGroupBytes)
  summarize<f64>(best, sums, summary, count)
}

export function collect32(
  rows: usize, parameters: usize, joint: usize, sums: usize, counts: usize, firstMoments: usize, secondMoments: usize,
  count: i32, dimensions: i32, groupCount: i32, rowBytes: i32, parameterGroupBytes: i32, jointGroupBytes: i32,
): void {
  collect<f32>(
    rows, parameters, joint, sums, counts, firstMoments, secondMoments,
    count, dimensions, groupCount, rowBytes, parameterGroupBytes, jointGroupBytes,
  )
}

export function collect64(
  rows: usize, parameters: usize, joint: usize, sums: usize, counts: usize, firstMoments: usize, secondMoments: usize,
  count: i32, dimensions: i32, groupCount: i32, rowBytes: i32, parameterGroupBytes: i32, jointGroupBytes: i32,
): void {
  collect<f64>(
    rows, parameters, joint, sums, counts, firstMoments, secondMoments,
    count, dimensions, groupCount, rowBytes, parameterGroupBytes, jointGroupBytes,
  )
}
