import { mergeSegments } from './mergeSegments'
import { assignFrames, fitVoices, resegment, type Voices } from './resegment'
import type { ClusterUnit, SpeechMaterial } from './speechMaterial'
import { momentsOf } from './gaussianMoments'
import { mergeAdvantage, type VoiceModel } from './voiceModel'

export interface GroupingOptions {
  readonly unit: ClusterUnit
  /** How many clusters are wanted; `auto`: as many as are found. */
  readonly clusters: number | 'auto'
  readonly seed: number
}

/** Which cluster each frame of the material belongs to, from 0, and what to say about how many there are. */
export interface Grouping {
  readonly clusterOf: Int32Array
  readonly models: readonly VoiceModel[]
  readonly warnings: readonly string[]
}

/** Mixtures are compared with each other from so many on down; until then Gaussians tell. */
const mostMixtures = 40
/** Up to so many clusters all pairs are compared, and one is merged at a time. */
const fewClusters = 12
/** Of more clusters each is compared with so many that are nearest by their Gaussians. */
const nearest = 3
const passesBetween = 2

/**
 * Groups speech by voice without knowing any: merges segments by the Bayesian information criterion as long as it gains
 * (Chen and Gopalakrishnan 1998), fits a mixture to each cluster, and from there on gives every frame to the mixture that
 * explains it best, fits them again, and merges the two clusters that gain most by having one mixture with the components of
 * both, until none gain (Ajmera and Wooters 2003) or so many are left as are wanted.
 */
export function mergeVoices(
  material: SpeechMaterial,
  { unit, clusters, seed }: GroupingOptions,
  onProgress: (share: number) => void = () => undefined,
): Grouping {
  const wanted = clusters === 'auto' ? 1 : Math.min(clusters, material.units.length)
  const limits = { least: wanted, most: Math.max(wanted, mostMixtures) }
  const moments = material.units.map((one) => one.moments)
  const merged = mergeSegments(moments, material.judge, limits, (share) => onProgress(0.3 * share))
  const clusterOfUnit = new Int32Array(moments.length)
  merged.forEach(({ members }, cluster) => members.forEach((member) => (clusterOfUnit[member] = cluster)))
  let voices = fitVoices(material, framesOfUnits(material, clusterOfUnit), seed)
  if (voices.models.length < merged.length) {
    voices = { ...voices, clusterOf: assignFrames(material, voices.models, unit) }
  }
  for (let round = 0; ; round++) {
    voices = resegment(material, voices, { unit, seed, passes: passesBetween })
    onProgress(0.3 + 0.6 * (1 - voices.models.length / (merged.length + 1)))
    if (voices.models.length <= wanted) break
    const pairs = bestPairs(material, voices, clusters === 'auto' ? 0 : -Infinity, voices.models.length - wanted)
    if (pairs.length === 0) break
    voices = joinPairs(material, voices, pairs, seed)
  }
  return { ...voices, clusterOf: assignFrames(material, voices.models, unit), warnings: [] }
}

/** The cluster of each frame from that of each unit. */
export function framesOfUnits(
  { units, frames, firstFrames, step }: SpeechMaterial,
  clusterOfUnit: Int32Array,
): Int32Array {
  const clusterOf = new Int32Array(frames.count)
  units.forEach(({ recording, from, to }, i) => {
    const first = firstFrames[recording]
    clusterOf.fill(clusterOfUnit[i], first + Math.ceil(from / step), first + Math.ceil(to / step))
  })
  return clusterOf
}

/** The pairs that gain most by more than `least`, no cluster twice: one, or a quarter of the clusters while there are many. */
function bestPairs(material: SpeechMaterial, { models }: Voices, least: number, most: number): [number, number][] {
  const scored = candidates(material, models)
    .map(([a, b]) => ({ a, b, advantage: mergeAdvantage(material, models[a], models[b]) }))
    .filter(({ advantage }) => advantage > least)
    .sort((x, y) => y.advantage - x.advantage)
  const limit = Math.min(most, models.length > fewClusters ? Math.floor(models.length / 4) : 1)
  const taken = new Set<number>()
  const pairs: [number, number][] = []
  for (const { a, b } of scored) {
    if (pairs.length === limit || taken.has(a) || taken.has(b)) continue
    taken.add(a).add(b)
    pairs.push([a, b])
  }
  return pairs
}

function candidates({ judge, variances }: SpeechMaterial, models: readonly VoiceModel[]): [number, number][] {
  const all = models.flatMap((_, a) => Array.from({ length: a }, (__, b): [number, number] => [a, b]))
  if (models.length <= fewClusters) return all
  const center = models[0].mixture.means.slice(0, variances.length)
  const moments = models.map(({ frames }) => momentsOf(frames, 0, frames.count, center))
  const gains = all
    .map(([a, b]) => ({ a, b, gain: judge.gain(moments[a], moments[b]) }))
    .sort((x, y) => y.gain - x.gain)
  const counts = new Int32Array(models.length)
  return gains.flatMap(({ a, b }): [number, number][] => {
    if (counts[a] >= nearest && counts[b] >= nearest) return []
    counts[a]++
    counts[b]++
    return [[a, b]]
  })
}

/** Both clusters of each pair as one, with a mixture of its own. */
function joinPairs(material: SpeechMaterial, voices: Voices, pairs: readonly [number, number][], seed: number): Voices {
  const into = voices.models.map((_, cluster) => cluster)
  for (const [a, b] of pairs) into[a] = b
  const left = [...new Set(into)]
  const clusterOf = voices.clusterOf.map((cluster) => left.indexOf(into[cluster]))
  const joined = new Set(pairs.map(([, b]) => b))
  const before = left.map((cluster) => (joined.has(cluster) ? null : voices.models[cluster]))
  return fitVoices(material, clusterOf, seed, before)
}
