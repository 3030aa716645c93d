import { CepstraError } from '../../cepstraError'
import { averageLinkage, distancesOf, meanSilhouette, type Levels } from './averageLinkage'
import { framesOfUnits, type Grouping, type GroupingOptions } from './mergeVoices'
import { hellingerDistance, occupancyOf } from './occupancy'
import { assignFrames, fitVoices, resegment } from './resegment'
import type { ClusterUnit, SpeechMaterial } from './speechMaterial'

/** Each is compared with each, so that memory grows with the square. */
const mostUnits = 2000
/** Numbers of clusters that are tried where none is told. */
const mostTried = 30
/** Clusters of things that are less apart than this are hardly any (Kaufman and Rousseeuw 1990). */
const weakSilhouette = 0.25
const passesAfter = 2
/** A cluster of less speech than so many segments of mean length is a segment that is like no other, and no voice. */
const oddSegments = 1.5

/**
 * Groups segments or recordings by how they share in the components of one mixture over all frames: Hellinger's distance,
 * average linkage, and where no number of clusters is told the one of 2 to 30 with the highest mean silhouette. Segments
 * get mixtures of their clusters then, and every frame goes to the one that explains it best, as in `mergeVoices`.
 *
 * @throws CepstraError OPTIONS_INVALID where there are too many units to be compared.
 */
export function groupByOccupancy(
  material: SpeechMaterial,
  { unit, clusters, seed }: GroupingOptions,
  onProgress: (share: number) => void = () => undefined,
): Grouping {
  const { units } = material
  if (units.length > mostUnits) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      `There are ${units.length} ${unit} to be compared each with each, and by occupancy at most ${mostUnits} can be. Choose fewer recordings, or the method merging.`,
    )
  }
  const { roots } = occupancyOf(material, seed, (share) => onProgress(0.6 * share))
  const distances = distancesOf(roots, hellingerDistance)
  const levels = averageLinkage(distances, Math.min(units.length, mostTried + (clusters === 'auto' ? 0 : clusters)))
  const warnings: string[] = []
  let chosen = levelOf(levels, clusters === 'auto' ? 2 : clusters, material, unit)
  if (clusters === 'auto') {
    let best = -Infinity
    for (let count = 2; count <= Math.min(mostTried, units.length - 1); count++) {
      const level = levelOf(levels, count, material, unit)
      const silhouette = meanSilhouette(distances, level)
      if (!(silhouette > best)) continue
      best = silhouette
      chosen = level
    }
    if (best < weakSilhouette) {
      warnings.push(
        `The clusters hardly stand apart${best > -Infinity ? ` (mean silhouette ${best.toFixed(2)})` : ''}: there may be one voice alone, or each of the ${unit} may be too short to tell.`,
      )
    }
  }
  onProgress(0.8)
  const before = fitVoices(material, framesOfUnits(material, chosen), seed)
  if (unit === 'recordings') return { ...before, warnings }
  const complete = before.clusterOf.every((cluster) => cluster >= 0)
  const start = complete ? before : { ...before, clusterOf: assignFrames(material, before.models, unit) }
  const voices = resegment(material, start, { unit, seed, passes: passesAfter })
  return { ...voices, clusterOf: assignFrames(material, voices.models, unit), warnings }
}

/**
 * The cluster of each unit on the first level with so many clusters that are more than a single odd segment, the members of
 * odd ones as -1; without such a level, that of so many clusters.
 */
function levelOf(levels: Levels, wanted: number, { units }: SpeechMaterial, unit: ClusterUnit): Int32Array {
  const exact = levels[Math.min(wanted, levels.length) - 1]
  // A recording is a voice, however short it is.
  if (unit === 'recordings') return exact
  const total = units.reduce((sum, { from, to }) => sum + to - from, 0)
  const least = Math.min(oddSegments * (total / units.length), total / (2 * wanted))
  for (const level of levels.slice(wanted - 1)) {
    const sizes = new Float64Array(units.length)
    units.forEach(({ from, to }, i) => (sizes[level[i]] += to - from))
    if (sizes.filter((size) => size >= least).length >= wanted) {
      return level.map((cluster) => (sizes[cluster] >= least ? cluster : -1))
    }
  }
  return exact
}
