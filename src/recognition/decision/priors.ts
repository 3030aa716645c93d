import { CepstraError } from '../../cepstraError'

/** How likely labels are said to be beforehand: as many times as their recordings, or by weight; null: all alike. */
export type PriorsAsked = 'counts' | Readonly<Record<string, number>> | null

/**
 * One prior a label, summing to 1. A label without a weight weighs 1, and one without recordings as much as one recording.
 *
 * @throws CepstraError NOT_FOUND for a weight of a label that is not there.
 */
export function priorsOf(
  asked: PriorsAsked,
  labels: readonly string[],
  recordingsOf: (label: string) => number,
): number[] | null {
  if (asked === null) return null
  if (asked !== 'counts') {
    const unheard = Object.keys(asked).find((label) => !labels.includes(label))
    if (unheard !== undefined) {
      throw new CepstraError(
        'NOT_FOUND',
        `There is no label "${unheard}" to have a prior. The bank has: ${labels.join(', ')}.`,
      )
    }
  }
  const weights = labels.map((label) => (asked === 'counts' ? Math.max(1, recordingsOf(label)) : (asked[label] ?? 1)))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}
