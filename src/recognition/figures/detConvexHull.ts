import type { OperatingPoint } from './detCurve'

/**
 * The points of a DET curve that no mixture of two others beats: its lower left convex hull, in the order of the curve.
 * Between two of them any error rates in a straight line can be had by tossing a coin (Provost and Fawcett 2001).
 */
export function detConvexHull(curve: readonly OperatingPoint[]): OperatingPoint[] {
  const hull: OperatingPoint[] = []
  for (const point of curve) {
    while (hull.length >= 2 && !turnsLeft(hull[hull.length - 2], hull[hull.length - 1], point)) hull.pop()
    hull.push(point)
  }
  return hull
}

/** Whether the way from a over b to c bends towards the origin, false accepts falling and false rejects rising along it. */
function turnsLeft(a: OperatingPoint, b: OperatingPoint, c: OperatingPoint): boolean {
  const cross =
    (b.falseAccept - a.falseAccept) * (c.falseReject - a.falseReject) -
    (b.falseReject - a.falseReject) * (c.falseAccept - a.falseAccept)
  return cross < 0
}
