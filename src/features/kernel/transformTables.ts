/** Bytes of a point of the complex transform: the real and the imaginary parts of two frames, in float64. */
const pointBytes = 32

/**
 * For point n of a complex transform of `half` points (a power of two), the distance in bytes of the place where
 * transform.as takes it up: the indices in the order of their digits to base 4, the last digit first, and the highest
 * digit to base 2 where there is one.
 */
export function transformPlaces(half: number): Int32Array {
  const places = new Int32Array(half)
  inOrderOfSteps(Array.from({ length: half }, (_, n) => n)).forEach((n, place) => (places[n] = place * pointBytes))
  return places
}

/** Decimation in time: the last step joins the transforms of every fourth point, of those that begin at 0, 1, 2 and 3. */
function inOrderOfSteps(points: readonly number[]): readonly number[] {
  if (points.length <= 4) return points
  return [0, 1, 2, 3].flatMap((rest) => inOrderOfSteps(points.filter((_, i) => i % 4 === rest)))
}

/**
 * Step by step of radix 4, but for the first, which turns nothing: cosine and sine of -2 pi q j / (4 span) for each j
 * below the step's span and q = 1, 2, 3.
 */
export function transformTwiddles(half: number): Float64Array {
  const twiddles: number[] = []
  for (let span = Math.log2(half) % 2 === 1 ? 2 : 4; span < half; span *= 4) {
    for (let j = 0; j < span; j++) {
      for (let q = 1; q <= 3; q++) twiddles.push(...turn((q * j) / (4 * span)))
    }
  }
  return Float64Array.from(twiddles)
}

/** Cosine and sine of -2 pi k / (2 half) for k = 1 .. half / 2, by which two halves of a real transform are joined. */
export function untanglingTurns(half: number): Float64Array {
  return Float64Array.from(Array.from({ length: half / 2 }, (_, i) => turn((i + 1) / (2 * half))).flat())
}

function turn(share: number): [cosine: number, sine: number] {
  return [Math.cos(2 * Math.PI * share), -Math.sin(2 * Math.PI * share)]
}
