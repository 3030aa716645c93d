import { detConvexHull } from '../figures/detConvexHull'
import { detCurve, type OperatingPoint } from '../figures/detCurve'
import { minimumDetectionCost } from '../figures/detectionCost'
import { equalErrorRate } from '../figures/equalErrorRate'
import { likelihoodRatioCost, minimumLikelihoodRatioCost } from '../figures/likelihoodRatioCost'
import { calibratedScores, type PartedScores } from './calibratedScores'

/** An operating point as it is told: a null threshold stands for "none is accepted". */
interface ToldPoint {
  readonly threshold: number | null
  readonly falseAccept: number
  readonly falseReject: number
}

/** How well scores tell targets from impostors. */
export interface DetectionSummary {
  readonly targets: number
  readonly impostors: number
  readonly equalErrorRate: number
  readonly minimumCosts: { readonly targetPrior: number; readonly cost: number; readonly point: ToldPoint }[]
  readonly cllr: number | null
  readonly minimumCllr: number | null
  readonly det: ToldPoint[]
  readonly histogram: {
    readonly from: number
    readonly to: number
    readonly targets: number[]
    readonly impostors: number[]
  }
}

const targetPriors = [0.01, 0.05]
const mostDetPoints = 100
const bins = 40

/**
 * The figures of a detector. Scores that are not numbers are left out; null where one kind of trial is missing.
 * Cllr is that of ratios which each part had calibrated by the other parts; null where that cannot be, or is infinite.
 */
export function summarizeDetection(all: PartedScores): DetectionSummary | null {
  const scores = {
    targets: all.targets.filter(({ score }) => !Number.isNaN(score)),
    impostors: all.impostors.filter(({ score }) => !Number.isNaN(score)),
  }
  if (scores.targets.length === 0 || scores.impostors.length === 0) return null
  const lists = {
    targets: Float64Array.from(scores.targets, ({ score }) => score),
    impostors: Float64Array.from(scores.impostors, ({ score }) => score),
  }
  const calibrated = calibratedScores(scores)
  return {
    targets: lists.targets.length,
    impostors: lists.impostors.length,
    equalErrorRate: equalErrorRate(lists),
    minimumCosts: targetPriors.map((targetPrior) => {
      const { cost, point } = minimumDetectionCost(lists, { targetPrior })
      return { targetPrior, cost, point: told(point) }
    }),
    cllr: calibrated && finite(likelihoodRatioCost(calibrated)),
    minimumCllr: finite(minimumLikelihoodRatioCost(lists)),
    det: fewPoints(detCurve(lists)).map(told),
    histogram: histogramOf(lists),
  }
}

/** The points of the hull, as far as there is room for them, and others evenly between. */
function fewPoints(curve: readonly OperatingPoint[]): OperatingPoint[] {
  if (curve.length <= mostDetPoints) return [...curve]
  const hull = new Set(evenly(detConvexHull(curve), mostDetPoints / 2))
  const chosen = new Set([...hull, ...evenly(curve, mostDetPoints - hull.size)])
  return curve.filter((point) => chosen.has(point))
}

/** At most `most` of the items, the first and the last among them. */
function evenly<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items]
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))])
}

function told({ threshold, falseAccept, falseReject }: OperatingPoint): ToldPoint {
  return { threshold: finite(threshold), falseAccept, falseReject }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : value === -Infinity ? -Number.MAX_VALUE : null
}

/** Equal bins over all finite scores; infinite ones count in the outermost. */
function histogramOf({ targets, impostors }: { readonly targets: Float64Array; readonly impostors: Float64Array }) {
  let [from, to] = [Infinity, -Infinity]
  for (const list of [targets, impostors]) {
    for (const score of list) {
      if (!Number.isFinite(score)) continue
      from = Math.min(from, score)
      to = Math.max(to, score)
    }
  }
  if (from > to) [from, to] = [0, 0]
  if (from === to) [from, to] = [from - 0.5, to + 0.5]
  const counted = (list: Float64Array): number[] => {
    const counts = new Array<number>(bins).fill(0)
    for (const score of list) {
      const bin = Math.floor(((score - from) / (to - from)) * bins)
      counts[Math.min(bins - 1, Math.max(0, bin))]++
    }
    return counts
  }
  return { from, to, targets: counted(targets), impostors: counted(impostors) }
}
