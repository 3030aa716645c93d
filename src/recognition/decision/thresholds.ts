import { weightsOf, type Costs } from './costs'

/**
 * The threshold at which the share of `known` below it and the share of `unknown` at or above it are closest, the
 * middle of the gap where a stretch of thresholds is equally good. Both are sorted and not empty.
 */
export function equalErrorThreshold(known: Float64Array, unknown: Float64Array): number {
  return bestThreshold(known, unknown, (falseReject, falseAccept) => [
    Math.abs(falseReject - falseAccept),
    Math.max(falseReject, falseAccept),
  ])
}

/**
 * The threshold with the lowest expected cost, the middle of the gap where a stretch of thresholds is equally good; null
 * where accepting everything costs no more than any. Where refusing everything is cheapest it lies above all scores.
 * Both are sorted and not empty.
 */
export function cheapestThreshold(known: Float64Array, unknown: Float64Array, costs: Costs): number | null {
  const { reject, accept } = weightsOf(costs)
  const cost = (falseReject: number, falseAccept: number): number => reject * falseReject + accept * falseAccept
  const threshold = bestThreshold(known, unknown, (...rates) => [cost(...rates), 0])
  const least = cost(countBelow(known, threshold) / known.length, 1 - countBelow(unknown, threshold) / unknown.length)
  const lowest = Math.min(known[0], unknown[0])
  if (accept <= least || threshold <= lowest) return null
  if (reject >= least) return threshold
  const highest = Math.max(known[known.length - 1], unknown[unknown.length - 1])
  return highest + Math.max(1e-6, highest - lowest)
}

/** The least of a cost of two numbers, of which the second decides where the first are equal. */
function bestThreshold(
  known: Float64Array,
  unknown: Float64Array,
  costOf: (falseReject: number, falseAccept: number) => readonly [number, number],
): number {
  const scores = Float64Array.from([...known, ...unknown]).sort()
  let lowestCost: readonly [number, number] = [Infinity, Infinity]
  let from = scores[0]
  let to = scores[0]
  // Between two neighboring scores every threshold errs the same; the ends would refuse nobody or everybody.
  let [refused, kept] = [0, 0]
  for (let i = 1; i < scores.length; i++) {
    if (scores[i] === scores[i - 1]) continue
    while (refused < known.length && known[refused] < scores[i]) refused++
    while (kept < unknown.length && unknown[kept] < scores[i]) kept++
    const cost = costOf(refused / known.length, 1 - kept / unknown.length)
    if (cost[0] < lowestCost[0] || (cost[0] === lowestCost[0] && cost[1] < lowestCost[1])) {
      lowestCost = cost
      from = scores[i - 1]
      to = scores[i]
    } else if (cost[0] === lowestCost[0] && cost[1] === lowestCost[1] && to === scores[i - 1]) {
      to = scores[i]
    }
  }
  return (from + to) / 2
}

/** How many of the sorted scores lie below the threshold. */
export function countBelow(sorted: Float64Array, threshold: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle] < threshold) low = middle + 1
    else high = middle
  }
  return low
}
