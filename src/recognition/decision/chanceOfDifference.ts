import { seededRandom } from '../../mixture/random'
import type { OpenSetTrials } from './openSetTrials'

const resamples = 200

/**
 * How likely chance makes a difference like that between two scorers' mean equal error rates: recordings are drawn with
 * repetition, the same for both, and twice the share of draws is told in which the second is not above the first (Efron and
 * Tibshirani 1993, "An introduction to the bootstrap", ch. 16). Rates are those of the DET curve itself, not of its hull,
 * which is several times faster and as good for a comparison. The same for the same seed.
 */
export function chanceOfDifference(
  first: readonly OpenSetTrials[],
  second: readonly OpenSetTrials[],
  seed: number,
): number {
  const random = seededRandom(seed)
  const sides = [first, second].map((rehearsals) => rehearsals.map(sorted))
  const recordings = 1 + sides.flat().reduce((most, { order }) => order.reduce((a, b) => Math.max(a, b), most), -1)
  const times = new Uint32Array(recordings)
  let notAbove = 0
  let counted = 0
  for (let round = 0; round < resamples; round++) {
    times.fill(0)
    for (let i = 0; i < recordings; i++) times[random.index(recordings)]++
    const [rate, other] = sides.map((rehearsals) => meanCrossing(rehearsals, times))
    if (Number.isNaN(rate) || Number.isNaN(other)) continue
    counted++
    if (other <= rate) notAbove++
  }
  return Math.min(1, (2 * (notAbove + 1)) / (counted + 1))
}

/** The recordings of a rehearsal by rising score. */
interface Sorted {
  readonly order: Int32Array
  readonly isKnown: Uint8Array
  /** Whether the next one scores the same. */
  readonly tied: Uint8Array
}

function sorted({ known, unknown }: OpenSetTrials): Sorted {
  const trials = [
    ...known.map(({ recording, score }) => ({ recording, score, isKnown: 1 })),
    ...unknown.map(({ recording, score }) => ({ recording, score, isKnown: 0 })),
  ].sort((a, b) => a.score - b.score)
  return {
    order: Int32Array.from(trials, ({ recording }) => recording),
    isKnown: Uint8Array.from(trials, ({ isKnown }) => isKnown),
    tied: Uint8Array.from(trials, ({ score }, i) => (trials[i + 1]?.score === score ? 1 : 0)),
  }
}

/** NaN where no rehearsal has drawn recordings on both sides. */
function meanCrossing(rehearsals: readonly Sorted[], times: Uint32Array): number {
  const rates = rehearsals.map((rehearsal) => crossing(rehearsal, times)).filter((rate) => !Number.isNaN(rate))
  return rates.reduce((sum, rate) => sum + rate, 0) / rates.length
}

/** Where false rejects, rising with the threshold, meet false accepts, on the line between the steps before and after. */
function crossing({ order, isKnown, tied }: Sorted, times: Uint32Array): number {
  let [knownCount, unknownCount] = [0, 0]
  for (let i = 0; i < order.length; i++) {
    if (isKnown[i]) knownCount += times[order[i]]
    else unknownCount += times[order[i]]
  }
  if (knownCount === 0 || unknownCount === 0) return NaN
  let [refused, kept] = [0, 0]
  let [rejectBefore, acceptBefore] = [0, 1]
  for (let i = 0; i < order.length; i++) {
    if (isKnown[i]) refused += times[order[i]]
    else kept += times[order[i]]
    if (tied[i]) continue
    const [reject, accept] = [refused / knownCount, 1 - kept / unknownCount]
    if (reject >= accept) {
      const share = (acceptBefore - rejectBefore) / (acceptBefore - rejectBefore + reject - accept)
      return rejectBefore + share * (reject - rejectBefore)
    }
    ;[rejectBefore, acceptBefore] = [reject, accept]
  }
  return 0.5
}
