import { checkLength, type BoundsCheck } from './boundsCheck'
import { boundsWithin, staysWhereItIs, type CenterDrift } from './frameBounds'

/** The check in plain TypeScript: leaves all frames in doubt that may not keep their center as far as bounds tell. */
export function referenceBoundsCheck(drift: CenterDrift): BoundsCheck {
  const listed = new Int32Array(checkLength)
  return {
    listed,
    check(_, from, to, former, next) {
      const kept = boundsWithin(next, from, to)
      const { labels, uppers, lowers } = boundsWithin(former, from, to)
      kept.labels.set(labels)
      kept.uppers.set(uppers)
      kept.lowers.set(lowers)
      let count = 0
      for (let i = from; i < to; i++) if (!staysWhereItIs(next, i, drift)) listed[count++] = ~i
      return count
    },
  }
}
