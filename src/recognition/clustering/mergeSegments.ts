import { sumOfMoments, type GaussianMoments } from './gaussianMoments'
import type { GaussianJudge } from './mergeGain'

/** Some segments, by their numbers, and the Gaussian of all their frames. */
export interface SegmentCluster {
  readonly members: readonly number[]
  readonly moments: GaussianMoments
}

export interface MergeLimits {
  /** Never fewer clusters than this, whatever is gained. */
  readonly least: number
  /** Never more than this, whatever is lost. */
  readonly most: number
}

/** So many are compared each with each; the work grows with their square. */
const mostAtOnce = 800

/**
 * Merges segments, always the two by which the Bayesian information criterion gains most, until it gains nothing more or
 * a limit is reached. More than 800 are merged in consecutive portions first, each for itself, so that memory and
 * time grow with their number and not with its square.
 */
export function mergeSegments(
  segments: readonly GaussianMoments[],
  judge: GaussianJudge,
  limits: MergeLimits,
  onProgress: (share: number) => void = () => undefined,
): SegmentCluster[] {
  let clusters: SegmentCluster[] = segments.map((moments, i) => ({ members: [i], moments }))
  while (clusters.length > mostAtOnce) {
    const portions = Math.ceil(clusters.length / mostAtOnce)
    const length = Math.ceil(clusters.length / portions)
    const ofPortion = { least: limits.least, most: Math.floor(length / 2) }
    const merged: SegmentCluster[] = []
    for (let from = 0; from < clusters.length; from += length) {
      onProgress(from / clusters.length)
      merged.push(...mergeAll(clusters.slice(from, from + length), judge, ofPortion))
    }
    clusters = merged
  }
  return mergeAll(clusters, judge, limits)
}

function mergeAll(
  given: readonly SegmentCluster[],
  judge: GaussianJudge,
  { least, most }: MergeLimits,
): SegmentCluster[] {
  const clusters = [...given]
  // gains[i][j] for j < i, and of each row the best partner.
  const gains = clusters.map(({ moments }, i) =>
    Float64Array.from({ length: i }, (_, j) => judge.gain(moments, clusters[j].moments)),
  )
  const partner = gains.map(indexOfMost)
  while (clusters.length > Math.max(1, least)) {
    let i = 1
    for (let row = 2; row < clusters.length; row++) if (gains[row][partner[row]] > gains[i][partner[i]]) i = row
    const j = partner[i]
    if (gains[i][j] <= 0 && clusters.length <= most) break
    clusters[j] = {
      members: [...clusters[j].members, ...clusters[i].members],
      moments: sumOfMoments([clusters[j].moments, clusters[i].moments]),
    }
    // The last one takes the place of the one that is gone.
    const last = clusters.length - 1
    clusters[i] = clusters[last]
    for (let other = 0; other < last; other++) {
      if (other < i) gains[i][other] = gains[last][other]
      else if (other > i) gains[other][i] = gains[last][other]
    }
    clusters.pop()
    gains.pop()
    partner.pop()
    for (let other = 0; other < clusters.length; other++) {
      if (other === j) continue
      gains[Math.max(other, j)][Math.min(other, j)] = judge.gain(clusters[other].moments, clusters[j].moments)
    }
    for (let row = 1; row < clusters.length; row++) {
      const known = partner[row]
      if (row === i || row === j || known === i || known === j || known >= row) partner[row] = indexOfMost(gains[row])
      else
        for (const changed of [i, j])
          if (changed < row && gains[row][changed] > gains[row][partner[row]]) partner[row] = changed
    }
  }
  return clusters
}

function indexOfMost(values: Float64Array): number {
  let most = 0
  for (let i = 1; i < values.length; i++) if (values[i] > values[most]) most = i
  return most
}
