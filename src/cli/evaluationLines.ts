import type { Evaluation } from '../engine/contract'
import { percent, table } from './output'

type Figures = NonNullable<Evaluation['figures']>
type Detection = NonNullable<Figures['scorers'][number]['openSet']>

/** An evaluation for a person: the headline, the labels, the scorers side by side, and what length and training do. */
export function evaluationLines(evaluation: Evaluation): string[] {
  const { accuracy, interval, description, perLabel, figures } = evaluation
  const share = (value: number | null): string => (value === null ? '–' : percent(value))
  return [
    `Accuracy ${percent(accuracy)} (95 % interval ${percent(interval[0])} to ${percent(interval[1])})`,
    description,
    ...table(
      ['label', 'recordings', 'precision', 'recall', 'F1'],
      perLabel.map((row) => [row.label, row.recordings, share(row.precision), share(row.recall), share(row.f1)]),
    ),
    ...(figures ? figureLines(figures) : []),
  ]
}

function figureLines({ recommendation, scorers, byLength, byTraining, rates, warnings }: Figures): string[] {
  const { falseReject, falseAccept } = rates
  const counted = ({ share, hits, trials }: NonNullable<typeof falseReject>): string =>
    `${percent(share)} (${hits} of ${trials})`
  const unknown = [
    ...(falseReject ? [`refuse ${counted(falseReject)} of the recordings of known labels`] : []),
    ...(falseAccept ? [`accept ${counted(falseAccept)} with their label left out`] : []),
  ]
  return [
    '',
    recommendation,
    ...(unknown.length > 0 ? [`The thresholds that the trainings set ${unknown.join(', and ')}.`] : []),
    '',
    ...table(
      ['scorer', 'accuracy', 'open-set EER', 'minDCF .01', 'minDCF .05', 'Cllr', 'min Cllr', 'verification EER'],
      scorers.map(({ scorer, adapted, accuracy, openSet, verification }) => [
        adapted ? `${scorer}, adapted` : scorer,
        percent(accuracy.share),
        ...detectionCells(openSet),
        verification ? percent(verification.equalErrorRate) : '–',
      ]),
    ),
    ...(byLength.length > 1
      ? [
          '',
          ...table(
            ['sound asked about', 'recordings', 'accuracy', 'open-set EER'],
            byLength.map(({ seconds, recordings, accuracy, equalErrorRate }) => [
              seconds === null ? 'whole' : `first ${seconds} s`,
              recordings,
              percent(accuracy.share),
              equalErrorRate === null ? '–' : percent(equalErrorRate),
            ]),
          ),
        ]
      : []),
    ...(byTraining.length > 1
      ? [
          '',
          ...table(
            ['minutes a label', 'recordings', 'accuracy'],
            byTraining.map(({ minutes, recordings, accuracy }) => [
              String(Number(minutes.toPrecision(2))),
              recordings,
              percent(accuracy.share),
            ]),
          ),
        ]
      : []),
    ...warnings,
  ]
}

function detectionCells(figures: Detection | null): string[] {
  if (!figures) return ['–', '–', '–', '–', '–']
  const { equalErrorRate, minimumCosts, cllr, minimumCllr } = figures
  const number = (value: number | null | undefined): string => (value == null ? '–' : value.toFixed(3))
  return [
    percent(equalErrorRate),
    ...minimumCosts.slice(0, 2).map(({ cost }) => number(cost)),
    number(cllr),
    number(minimumCllr),
  ]
}
