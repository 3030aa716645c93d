import { CepstraError } from '../../cepstraError'
import { checkDetectionScores, type DetectionScores } from './detectionScores'
import { softplus } from './softplus'

/** Turns a score into a natural log likelihood ratio: `scale` x score + `offset`. */
export interface Calibration {
  readonly scale: number
  readonly offset: number
}

/** Pulls the scale towards 0 as this share of one trial would: separable scores have no finite best scale otherwise. */
const ridge = 1e-3
const mostSteps = 100
const smallestStep = 1e-10

/**
 * Logistic regression with both kinds of trials weighed alike, so that the answer is a likelihood ratio whatever the
 * shares of the two (Brümmer and du Preez 2006, sect. 4; FoCal). Newton's method on standardized scores, halving steps
 * that do not descend. Infinite scores have no place on a line and are left out; scores that are all alike give a scale of 0.
 *
 * @throws CepstraError OPTIONS_INVALID where a list is empty of finite scores or holds one that is not a number.
 */
export function logisticCalibration(scores: DetectionScores): Calibration {
  checkDetectionScores(scores)
  const targets = finite(scores.targets)
  const impostors = finite(scores.impostors)
  if (targets.length === 0 || impostors.length === 0) {
    throw new CepstraError('OPTIONS_INVALID', 'A calibration needs finite scores of targets and of impostors.')
  }
  const center = (mean(targets) + mean(impostors)) / 2
  const spread = Math.sqrt((meanSquare(targets, center) + meanSquare(impostors, center)) / 2)
  if (!(spread > 0)) return { scale: 0, offset: 0 }
  const standardized = [targets, impostors].map((list) => list.map((score) => (score - center) / spread))
  const problem = { targets: standardized[0], impostors: standardized[1] }
  let place = { scale: 0, offset: 0 }
  let cost = costAt(problem, place)
  for (let step = 0; step < mostSteps; step++) {
    const direction = newtonStep(problem, place)
    let share = 1
    let next = place
    let nextCost = Infinity
    while (share > smallestStep) {
      next = { scale: place.scale + share * direction.scale, offset: place.offset + share * direction.offset }
      nextCost = costAt(problem, next)
      if (nextCost <= cost) break
      share /= 2
    }
    if (!(nextCost <= cost)) break
    const moved = Math.abs(next.scale - place.scale) + Math.abs(next.offset - place.offset)
    place = next
    cost = nextCost
    if (moved < smallestStep) break
  }
  const scale = place.scale / spread
  return { scale, offset: place.offset - scale * center }
}

function costAt(problem: Standardized, { scale, offset }: Calibration): number {
  const half = (list: Float64Array, sign: 1 | -1): number =>
    list.reduce((sum, score) => sum + softplus(sign * (scale * score + offset)), 0) / (2 * list.length)
  return half(problem.targets, -1) + half(problem.impostors, 1) + penalty(problem) * scale * scale
}

function newtonStep(problem: Standardized, { scale, offset }: Calibration): Calibration {
  let [gradScale, gradOffset] = [2 * penalty(problem) * scale, 0]
  let [scaleScale, scaleOffset, offsetOffset] = [2 * penalty(problem), 0, 0]
  for (const [list, sign] of [
    [problem.targets, -1],
    [problem.impostors, 1],
  ] as const) {
    const weight = 1 / (2 * list.length)
    for (const score of list) {
      const wrong = 1 / (1 + Math.exp(-sign * (scale * score + offset)))
      const slope = weight * sign * wrong
      const curve = weight * wrong * (1 - wrong)
      gradScale += slope * score
      gradOffset += slope
      scaleScale += curve * score * score
      scaleOffset += curve * score
      offsetOffset += curve
    }
  }
  // Far out the curvature vanishes; a little of it keeps the step finite.
  offsetOffset += 1e-12
  const determinant = scaleScale * offsetOffset - scaleOffset * scaleOffset
  return {
    scale: -(offsetOffset * gradScale - scaleOffset * gradOffset) / determinant,
    offset: -(scaleScale * gradOffset - scaleOffset * gradScale) / determinant,
  }
}

interface Standardized {
  readonly targets: Float64Array
  readonly impostors: Float64Array
}

function penalty({ targets, impostors }: Standardized): number {
  return ridge / (targets.length + impostors.length)
}

function finite(scores: ArrayLike<number>): Float64Array {
  return Float64Array.from(Array.from(scores).filter((score) => Number.isFinite(score)))
}

function mean(list: Float64Array): number {
  return list.reduce((sum, value) => sum + value, 0) / list.length
}

function meanSquare(list: Float64Array, center: number): number {
  return list.reduce((sum, value) => sum + (value - center) ** 2, 0) / list.length
}
