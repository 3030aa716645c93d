import type { FitResult } from './expectationMaximization'
import { frameMoments } from './frameMoments'
import type { Frames } from './frames'
import type { GaussianMixture } from './gaussianMixture'

/** Below so many frames to its name a component says more about those frames than about the sound. */
const starvedFrames = 5

/** Fewer frames a component than this, or than there are dimensions, and its variances are guesses. */
const fewFrames = 10

/** Components whose normals overlap by more than exp(-0.05) = 95 % (Bhattacharyya's coefficient) do one work twice. */
const duplicateDistance = 0.05

/**
 * What a person should know about a fit, as plain sentences, each with its numbers and what to try; none when all is well.
 * Components and columns are counted from 1.
 *
 * @param frames the frames that the mixture was fitted to
 */
export function fitFindings(result: FitResult, frames: Frames): string[] {
  const { mixture } = result
  const starved = starvedComponents(mixture, frames.count)
  const constant = constantColumns(frames)
  const findings = [
    tooFewFrames(mixture, frames.count),
    constant.length > 0 &&
      `${named('Column', constant)} ${constant.length === 1 ? 'holds' : 'hold'} the same value in all ` +
        `${frames.count} frames and cannot tell anything apart. Leave digital silence out, or change the recipe.`,
    starved.length > 0 &&
      `${named('Component', starved)} of ${mixture.componentCount} ${starved.length === 1 ? 'has' : 'have'} fewer than ` +
        `${starvedFrames} frames (the least: ${leastFrames(mixture, frames.count)}). Ask for fewer components, ` +
        'try another seed, or add recordings.',
    heldUp(result, constant),
    duplicates(mixture, new Set(starved)),
    restless(result),
  ]
  return findings.filter((finding) => finding !== false)
}

function tooFewFrames({ componentCount, dimensions }: GaussianMixture, frameCount: number): string | false {
  const wanted = Math.max(fewFrames, dimensions)
  if (frameCount >= wanted * componentCount) return false
  const fitting = Math.max(1, Math.floor(frameCount / wanted))
  return (
    `${frameCount} frames for ${componentCount} components are ${(frameCount / componentCount).toFixed(1)} a component; ` +
    `${dimensions} dimensions want at least ${wanted}. Add recordings, or ask for ` +
    `${fitting === 1 ? '1 component' : `at most ${fitting} components`}.`
  )
}

function constantColumns(frames: Frames): number[] {
  const { variances } = frameMoments(frames)
  return Array.from(variances.keys()).filter((column) => variances[column] === 0)
}

function starvedComponents({ weights }: GaussianMixture, frameCount: number): number[] {
  return Array.from(weights.keys()).filter((k) => weights[k] * frameCount < starvedFrames)
}

function leastFrames({ weights }: GaussianMixture, frameCount: number): string {
  const least = weights.reduce((lowest, weight) => Math.min(lowest, weight), 1) * frameCount
  return least < 0.05 ? 'none' : least.toFixed(1)
}

/** Variances that only the floor, or `regCovar`, keeps from being smaller; constant columns are told elsewhere. */
function heldUp({ mixture, options }: FitResult, constant: readonly number[]): string | false {
  const { covariances, dimensions, componentCount } = mixture
  const { regCovar, varianceFloor } = options
  let atFloor = 0
  let collapsed = 0
  const components = new Set<number>()
  for (let at = 0; at < covariances.length; at++) {
    const column = at % dimensions
    if (constant.includes(column)) continue
    const floored = varianceFloor !== null && covariances[at] <= varianceFloor[column]
    if (!floored && covariances[at] > 2 * regCovar) continue
    if (floored) atFloor++
    else collapsed++
    components.add(Math.floor(at / dimensions))
  }
  if (atFloor + collapsed === 0) return false
  const where = `${atFloor + collapsed} of ${covariances.length} variances, in ${components.size} of ${componentCount} components,`
  return atFloor > 0
    ? `${where} rest on the variance floor. That is its purpose when training data is short; with many, ask for fewer ` +
        'components or lower the floor.'
    : `${where} fell to no more than regCovar (${regCovar}): those components sit on a few equal or almost equal frames. ` +
        'Leave digital silence out, set a variance floor, or ask for fewer components.'
}

function duplicates(mixture: GaussianMixture, starved: ReadonlySet<number>): string | false {
  const { componentCount } = mixture
  let pairs = 0
  let example = ''
  for (let a = 0; a < componentCount; a++) {
    if (starved.has(a)) continue
    for (let b = a + 1; b < componentCount; b++) {
      if (starved.has(b) || !alike(mixture, a, b)) continue
      if (pairs === 0) example = `${a + 1} and ${b + 1}`
      pairs++
    }
  }
  if (pairs === 0) return false
  const which = pairs === 1 ? `Components ${example} are` : `${pairs} pairs of components (such as ${example}) are`
  return `${which} nearly the same (they overlap by more than 95 %). Ask for fewer than ${componentCount} components.`
}

/** Whether the Bhattacharyya distance of two components lies below {@link duplicateDistance}. */
function alike({ dimensions, means, covariances }: GaussianMixture, a: number, b: number): boolean {
  let distance = 0
  for (let j = 0; j < dimensions && distance < duplicateDistance; j++) {
    const varianceA = covariances[a * dimensions + j]
    const varianceB = covariances[b * dimensions + j]
    const difference = means[a * dimensions + j] - means[b * dimensions + j]
    const sum = varianceA + varianceB
    distance += (difference * difference) / (4 * sum) + Math.log((sum * sum) / (4 * varianceA * varianceB)) / 4
  }
  return distance < duplicateDistance
}

function restless({ converged, lowerBounds, options }: FitResult): string | false {
  if (converged || lowerBounds.length < 2) return false
  const change = lowerBounds[lowerBounds.length - 1] - lowerBounds[lowerBounds.length - 2]
  return (
    `The fit stopped after ${lowerBounds.length} iterations while the mean log-likelihood still changed by ` +
    `${change.toPrecision(2)} (tolerance ${options.tolerance}). Allow more iterations, or a larger tolerance.`
  )
}

function named(noun: string, indices: readonly number[]): string {
  const numbers = indices.slice(0, 5).map((index) => index + 1)
  if (indices.length === 1) return `${noun} ${numbers[0]}`
  const more = indices.length - numbers.length
  return more > 0
    ? `${noun}s ${numbers.join(', ')} and ${more} more`
    : `${noun}s ${numbers.slice(0, -1).join(', ')} and ${numbers[numbers.length - 1]}`
}
