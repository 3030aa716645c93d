import { percentText } from './rounded'

/** Figures of one label, as an evaluation holds them. */
export interface LabelFigures {
  readonly label: string
  readonly recordings: number
  readonly precision: number | null
  readonly recall: number | null
  readonly f1: number | null
}

export interface PerLabelRow extends LabelFigures {
  /** The label it was most often taken for, and how often; null when it was never mistaken. */
  readonly takenFor: { readonly label: string; readonly count: number } | null
}

/** One row a label, weakest recall first, each with the label it was most often taken for. */
export function perLabelRows(
  figures: readonly LabelFigures[],
  labels: readonly string[],
  confusion: readonly (readonly number[])[],
): PerLabelRow[] {
  return figures
    .map((row) => {
      const truth = labels.indexOf(row.label)
      const counts = confusion[truth] ?? []
      const answer = counts.reduce(
        (worst, count, at) => (at !== truth && count > 0 && (worst < 0 || count > counts[worst]) ? at : worst),
        -1,
      )
      return { ...row, takenFor: answer < 0 ? null : { label: labels[answer], count: counts[answer] } }
    })
    .sort((one, other) => (one.recall ?? -1) - (other.recall ?? -1) || one.label.localeCompare(other.label))
}

/** "3 of 10 labels are missed in more than one of five recordings". */
export function perLabelTitle(figures: readonly LabelFigures[]): string {
  const weak = figures.filter(({ recall }) => recall !== null && recall < 0.8)
  if (figures.length === 0) return 'No label was evaluated'
  const lowest = figures.reduce<LabelFigures | null>(
    (least, row) => (row.recall !== null && (least?.recall == null || row.recall < least.recall) ? row : least),
    null,
  )
  if (weak.length === 0) {
    return lowest?.recall == null || lowest.recall === 1
      ? 'Every label was found every time'
      : `Every label is found at least ${percentText(lowest.recall)} of the time`
  }
  if (weak.length === 1) return `${weak[0].label} is found only ${percentText(weak[0].recall ?? 0)} of the time`
  return `${weak.length} of ${figures.length} labels are found less than 80 % of the time`
}
