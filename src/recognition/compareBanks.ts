import type { GaussianMixture } from '../mixture/gaussianMixture'
import { symmetricDivergence } from '../mixture/symmetricDivergence'
import type { Bank, BankMixture } from './bank'
import type { Decision } from './decision/decision'

/** One label of two banks; what a bank does not have is null. */
export interface ComparedLabel {
  readonly label: string
  /** Same: the numbers are the same to the last bit. */
  readonly change: 'same' | 'refitted' | 'added' | 'removed'
  readonly frames: { readonly first: number | null; readonly second: number | null }
  readonly components: { readonly first: number | null; readonly second: number | null }
  /** See `symmetricDivergence`; null where there are not two mixtures of the same dimensions. */
  readonly divergence: number | null
}

/** Draws in all, for banks of very many labels; each gets some hundreds at least. */
const drawsInAll = 400_000
const [fewestDraws, mostDraws] = [300, 4000]

/** What became of each label from one bank to another, in alphabetical order. */
export function compareLabels(first: Pick<Bank, 'mixtures'>, second: Pick<Bank, 'mixtures'>): ComparedLabel[] {
  const [before, after] = [first, second].map(({ mixtures }) => new Map(mixtures.map((entry) => [entry.label, entry])))
  const labels = [...new Set([...before.keys(), ...after.keys()])].sort((a, b) => a.localeCompare(b, 'en'))
  const draws = Math.min(mostDraws, Math.max(fewestDraws, Math.floor(drawsInAll / labels.length)))
  return labels.map((label) => {
    const [one, two] = [before.get(label), after.get(label)]
    const of = (read: (entry: BankMixture) => number) => ({
      first: one ? read(one) : null,
      second: two ? read(two) : null,
    })
    const change = !one ? 'added' : !two ? 'removed' : isSame(one.mixture, two.mixture) ? 'same' : 'refitted'
    return {
      label,
      change,
      frames: of(({ frameCount }) => frameCount),
      components: of(({ mixture }) => mixture.componentCount),
      divergence: one && two ? divergenceOf(one.mixture, two.mixture, change === 'same', draws) : null,
    }
  })
}

function divergenceOf(one: GaussianMixture, two: GaussianMixture, isSame: boolean, draws: number): number | null {
  if (isSame) return 0
  return one.dimensions === two.dimensions ? symmetricDivergence(one, two, { draws }) : null
}

function isSame(one: GaussianMixture, two: GaussianMixture): boolean {
  if (one.covarianceType !== two.covarianceType || one.dimensions !== two.dimensions) return false
  return (['weights', 'means', 'covariances'] as const).every((key) => {
    const [a, b] = [one[key], two[key]]
    return a.length === b.length && a.every((value, i) => Object.is(value, b[i]))
  })
}

export interface BankDifference {
  readonly what: string
  readonly first: string
  readonly second: string
}

/** What else two banks differ in, in words: the front end, the settings of the fits, and the decision. */
export function bankDifferences(first: Bank, second: Bank): BankDifference[] {
  const facts = [factsOf(first), factsOf(second)]
  return Object.keys(facts[0])
    .map((what) => ({ what, first: facts[0][what], second: facts[1][what] }))
    .filter((difference) => difference.first !== difference.second)
}

function factsOf({ recipe, sampleRateHz, training, components, seed, varianceFloor, background, decision }: Bank) {
  const facts: Record<string, string> = {
    recipe: JSON.stringify(recipe),
    'sample rate': `${sampleRateHz} Hz`,
    components: `${components}`,
    seed: `${seed}`,
    'variance floor': `${varianceFloor}`,
    training: training ? JSON.stringify(training) : 'not known',
    background: background
      ? `${background.mixture.componentCount} components over ${background.labels.length} labels`
      : 'none',
    ...decisionFacts(decision),
  }
  return facts
}

function decisionFacts({ scorer, threshold, rates, calibration }: Decision): Record<string, string> {
  const share = (rate: { readonly share: number } | null | undefined): string =>
    rate ? `${(rate.share * 100).toFixed(1)} %` : 'not known'
  return {
    scorer: scorer.scorer,
    threshold: threshold === null ? 'none' : threshold.toFixed(3),
    'false reject expected': share(rates?.falseReject),
    'false accept expected': share(rates?.falseAccept),
    'cost of likelihood ratios': calibration ? `${(calibration.cllrAfter ?? NaN).toFixed(3)} bits` : 'not calibrated',
  }
}
