import { checkDetectionScores, type DetectionScores } from './detectionScores'

/**
 * Each score as the log likelihood ratio that the best calibration in hindsight would have made of it, order kept: the
 * pool-adjacent-violators fit of the share of targets, less the log odds of targets among all trials (Brümmer and du
 * Preez 2006, sect. 5). Where one side is pure the ratio is infinite.
 *
 * @throws CepstraError OPTIONS_INVALID as `checkDetectionScores` does.
 */
export function optimalLikelihoodRatios(scores: DetectionScores): { targets: Float64Array; impostors: Float64Array } {
  checkDetectionScores(scores)
  const { targets, impostors } = scores
  const values = Float64Array.from([...Array.from(targets), ...Array.from(impostors)])
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b] || 0)
  const pools: Pool[] = []
  for (const [place, trial] of order.entries()) {
    const isTarget = trial < targets.length ? 1 : 0
    const last = pools.at(-1)
    // Equal scores cannot be told apart, so they share a pool from the start.
    if (last && values[order[place - 1]] === values[trial]) {
      last.targets += isTarget
      last.count++
    } else pools.push({ targets: isTarget, count: 1 })
    // What rises may stand; a pool with no greater share than the one before it is merged with that.
    if (place + 1 === order.length || values[order[place + 1]] !== values[trial]) mergeBack(pools)
  }
  const priorOdds = Math.log(targets.length / impostors.length)
  const ratios = new Float64Array(values.length)
  let place = 0
  for (const pool of pools) {
    const ratio = Math.log(pool.targets / (pool.count - pool.targets)) - priorOdds
    for (let i = 0; i < pool.count; i++) ratios[order[place++]] = ratio
  }
  return { targets: ratios.slice(0, targets.length), impostors: ratios.slice(targets.length) }
}

interface Pool {
  targets: number
  count: number
}

function mergeBack(pools: Pool[]): void {
  while (pools.length >= 2) {
    const [before, last] = pools.slice(-2)
    // Shares compared by cross multiplication of whole numbers, which is exact.
    if (before.targets * last.count < last.targets * before.count) return
    before.targets += last.targets
    before.count += last.count
    pools.pop()
  }
}
