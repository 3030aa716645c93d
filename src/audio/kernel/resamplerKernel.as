// The dot products of a polyphase filter, four samples at a time. All numbers are float32 and rows of taps are whole
// multiples of 16 of them; half a thousand products lose less in float32 than the filter's stop band leaves.

const vectorBytes: i32 = 16

// @ts-ignore: decorator
@inline
function product(taps: usize, samples: usize): v128 {
  return v128.mul<f32>(v128.load(taps), v128.load(samples))
}

// @ts-ignore: decorator
@inline
function total(a: v128, b: v128, c: v128, d: v128): f32 {
  const sums = v128.add<f32>(v128.add<f32>(a, b), v128.add<f32>(c, d))
  const halves = v128.add<f32>(sums, v128.shuffle<i64>(sums, sums, 1, 0))
  return f32x4.extract_lane(halves, 0) + f32x4.extract_lane(halves, 1)
}

/** The sum of products of one row of taps, `bytes` long, with as many samples. */
function weighted(taps: usize, samples: usize, bytes: usize): f32 {
  let a = f32x4.splat(0)
  let b = a
  let c = a
  let d = a
  const end = taps + bytes
  while (taps < end) {
    a = v128.add<f32>(a, product(taps, samples))
    b = v128.add<f32>(b, product(taps + vectorBytes, samples + vectorBytes))
    c = v128.add<f32>(c, product(taps + 2 * vectorBytes, samples + 2 * vectorBytes))
    d = v128.add<f32>(d, product(taps + 3 * vectorBytes, samples + 3 * vectorBytes))
    taps += 4 * vectorBytes
    samples += 4 * vectorBytes
  }
  return total(a, b, c, d)
}

/**
 * `count` output samples into `output`. The first stands `fraction` / `up` behind the sample whose taps begin at
 * `samples`; each further one `down` / `up` samples later. Where `phases` is `up`, every place has its row in `table`,
 * else the results of two rows are interpolated; `table` has `phases` + 1 rows of `rowBytes` each.
 */
export function resample(
  table: usize,
  rowBytes: usize,
  phases: i32,
  up: i32,
  down: i32,
  samples: usize,
  fraction: i32,
  output: usize,
  count: i32,
): void {
  const stepBytes = <usize>(down / up) << 2
  const stepFraction = down % up
  const isExact = phases == up
  const phasesPerPlace = <f64>phases / <f64>up
  for (let n = 0; n < count; n++) {
    let value: f32
    if (isExact) {
      value = weighted(table + <usize>fraction * rowBytes, samples, rowBytes)
    } else {
      const phase = <f64>fraction * phasesPerPlace
      const lower = <i32>phase
      const row = table + <usize>lower * rowBytes
      const below = weighted(row, samples, rowBytes)
      value = <f32>(<f64>below + (phase - <f64>lower) * (<f64>weighted(row + rowBytes, samples, rowBytes) - <f64>below))
    }
    store<f32>(output, value)
    output += 4
    samples += stepBytes
    fraction += stepFraction
    if (fraction >= up) {
      fraction -= up
      samples += 4
    }
  }
}
