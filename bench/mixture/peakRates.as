// What one thread of WebAssembly can reach here at all: multiply-adds and exponentials a second, from registers and the
// first cache, in AssemblyScript. peakRates.ts compiles and runs it.

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
 * Twelve chains that do not wait for each other, with two registers of factors: of the sixteen that x86-64 has. Each
 * step needs the one before it, so that no compiler can take a product out of the loop.
 */
// @ts-ignore: decorator
@inline
function multiplyAdds<T>(rounds: i32): f64 {
  const x = splat<T>(0.999)
  const y = splat<T>(0.001)
  let a = splat<T>(1), b = splat<T>(2), c = splat<T>(3), d = splat<T>(4), e = splat<T>(5), f = splat<T>(6)
  let g = splat<T>(7), h = splat<T>(8), i = splat<T>(9), j = splat<T>(10), k = splat<T>(11), l = splat<T>(12)
  for (let round = 0; round < rounds; round++) {
    a = multiplyAdd<T>(a, x, y)
    b = multiplyAdd<T>(b, x, y)
    c = multiplyAdd<T>(c, x, y)
    d = multiplyAdd<T>(d, x, y)
    e = multiplyAdd<T>(e, x, y)
    f = multiplyAdd<T>(f, x, y)
    g = multiplyAdd<T>(g, x, y)
    h = multiplyAdd<T>(h, x, y)
    i = multiplyAdd<T>(i, x, y)
    j = multiplyAdd<T>(j, x, y)
    k = multiplyAdd<T>(k, x, y)
    l = multiplyAdd<T>(l, x, y)
  }
  const first = v128.add<T>(v128.add<T>(v128.add<T>(a, b), v128.add<T>(c, d)), v128.add<T>(e, f))
  const second = v128.add<T>(v128.add<T>(v128.add<T>(g, h), v128.add<T>(i, j)), v128.add<T>(k, l))
  return <f64>v128.extract_lane<T>(v128.add<T>(first, second), 0)
}

/** Where the coefficients of the polynomial lie, one a vector, from the one of the highest power down. */
const coefficients: usize = 32768

/** The next step of Horner's rule. */
// @ts-ignore: decorator
@inline
function horner<T>(p: v128, r: v128, step: i32): v128 {
  // From memory, a coefficient takes one instruction; written out, the runtime builds it from two integers.
  return multiplyAdd<T>(p, r, v128.load(coefficients + step * 16))
}

/**
 * The exponentials of the 16 kB of numbers (from -80 to 0) at address 0, to the 16 kB behind them: x = n ln 2 + r with
 * a whole n, a polynomial for exp(r) of the degree that the precision takes (6 for float32, 11 for float64), and n
 * added to the exponent's bits. Four vectors at a time.
 */
// @ts-ignore: decorator
@inline
function exponentials<T>(rounds: i32): void {
  const degree = sizeof<T>() == 4 ? 6 : 11
  for (let power = degree, factorial: f64 = 1; power >= 0; power--) {
    factorial = 1
    for (let i = 2; i <= power; i++) factorial *= i
    v128.store(coefficients + (degree - power) * 16, splat<T>(1 / factorial))
  }
  const rounding = splat<T>(sizeof<T>() == 4 ? 12582912.0 : 6755399441055744.0)
  const perLog2 = splat<T>(1.4426950408889634)
  const log2 = splat<T>(-0.6931471805599453)
  for (let round = 0; round < rounds; round++) {
    for (let at = 0; at < 16384; at += 64) {
      const a = v128.load(at), b = v128.load(at, 16), c = v128.load(at, 32), d = v128.load(at, 48)
      const i = multiplyAdd<T>(a, perLog2, rounding), j = multiplyAdd<T>(b, perLog2, rounding)
      const k = multiplyAdd<T>(c, perLog2, rounding), l = multiplyAdd<T>(d, perLog2, rounding)
      const e = multiplyAdd<T>(v128.sub<T>(i, rounding), log2, a), f = multiplyAdd<T>(v128.sub<T>(j, rounding), log2, b)
      const g = multiplyAdd<T>(v128.sub<T>(k, rounding), log2, c), h = multiplyAdd<T>(v128.sub<T>(l, rounding), log2, d)
      let p = v128.load(coefficients), q = p, s = p, t = p
      p = horner<T>(p, e, 1), q = horner<T>(q, f, 1), s = horner<T>(s, g, 1), t = horner<T>(t, h, 1)
      p = horner<T>(p, e, 2), q = horner<T>(q, f, 2), s = horner<T>(s, g, 2), t = horner<T>(t, h, 2)
      p = horner<T>(p, e, 3), q = horner<T>(q, f, 3), s = horner<T>(s, g, 3), t = horner<T>(t, h, 3)
      p = horner<T>(p, e, 4), q = horner<T>(q, f, 4), s = horner<T>(s, g, 4), t = horner<T>(t, h, 4)
      p = horner<T>(p, e, 5), q = horner<T>(q, f, 5), s = horner<T>(s, g, 5), t = horner<T>(t, h, 5)
      p = horner<T>(p, e, 6), q = horner<T>(q, f, 6), s = horner<T>(s, g, 6), t = horner<T>(t, h, 6)
      if (sizeof<T>() == 8) {
        p = horner<T>(p, e, 7), q = horner<T>(q, f, 7), s = horner<T>(s, g, 7), t = horner<T>(t, h, 7)
        p = horner<T>(p, e, 8), q = horner<T>(q, f, 8), s = horner<T>(s, g, 8), t = horner<T>(t, h, 8)
        p = horner<T>(p, e, 9), q = horner<T>(q, f, 9), s = horner<T>(s, g, 9), t = horner<T>(t, h, 9)
        p = horner<T>(p, e, 10), q = horner<T>(q, f, 10), s = horner<T>(s, g, 10), t = horner<T>(t, h, 10)
        p = horner<T>(p, e, 11), q = horner<T>(q, f, 11), s = horner<T>(s, g, 11), t = horner<T>(t, h, 11)
      }
      v128.store(at, scaled<T>(p, i), 16384)
      v128.store(at, scaled<T>(q, j), 16400)
      v128.store(at, scaled<T>(s, k), 16416)
      v128.store(at, scaled<T>(t, l), 16432)
    }
  }
}

/** `p` times two to the whole number that stands in the lowest bits of `shifted`. */
// @ts-ignore: decorator
@inline
function scaled<T>(p: v128, shifted: v128): v128 {
  if (sizeof<T>() == 4) return v128.add<i32>(p, v128.shl<i32>(shifted, 23))
  return v128.add<i64>(p, v128.shl<i64>(shifted, 52))
}

export function multiplyAdds32(rounds: i32): f64 {
  return multiplyAdds<f32>(rounds)
}

export function multiplyAdds64(rounds: i32): f64 {
  return multiplyAdds<f64>(rounds)
}

export function exponentials32(rounds: i32): void {
  exponentials<f32>(rounds)
}

export function exponentials64(rounds: i32): void {
  exponentials<f64>(rounds)
}
