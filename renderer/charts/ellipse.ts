/** A 2 x 2 covariance as its three numbers: xx, xy, yy. */
export type Covariance2 = readonly [xx: number, xy: number, yy: number]
export type Point = readonly [x: number, y: number]

/** Of a two-dimensional Gaussian, the share within `sigmas`: 1 - exp(-sigmas^2 / 2), so 39.3 % and 86.5 % for 1 and 2. */
export function shareWithin(sigmas: number): number {
  return 1 - Math.exp((-sigmas * sigmas) / 2)
}

/**
 * The closed curve of the points whose Mahalanobis distance from `mean` is `sigmas`, as `steps` + 1 points.
 * A covariance that rounding made slightly indefinite is drawn as the line or point it nearly is.
 */
export function ellipse(mean: Point, covariance: Covariance2, sigmas: number, steps = 64): Point[] {
  const [xx, xy, yy] = covariance
  const middle = (xx + yy) / 2
  const spread = Math.hypot((xx - yy) / 2, xy)
  const long = Math.sqrt(Math.max(0, middle + spread)) * sigmas
  const short = Math.sqrt(Math.max(0, middle - spread)) * sigmas
  const angle = Math.atan2(2 * xy, xx - yy) / 2
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  return Array.from({ length: steps + 1 }, (_, step) => {
    const turn = (2 * Math.PI * (step % steps)) / steps
    const along = long * Math.cos(turn)
    const across = short * Math.sin(turn)
    return [mean[0] + along * cos - across * sin, mean[1] + along * sin + across * cos]
  })
}
