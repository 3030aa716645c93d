import { CepstraError } from '../../cepstraError'
import type { Background } from '../../recognition/bank'
import type { RelativeFloor } from '../../recognition/trainLabel'
import { fitLabels, type FitSettings } from './fitLabels'
import type { JobContext, RequestOf } from './jobContext'
import type { TrainingRecording, TrainingSet } from './trainingSet'

/** The labels over whose frames the background is fitted. @throws CepstraError NOT_FOUND naming one that is not there. */
export function backgroundLabels(
  { background }: Pick<RequestOf<'train'>, 'background'>,
  { labels }: TrainingSet,
): readonly string[] {
  if (background === null || background === 'all') return labels
  const unknown = background.find((label) => !labels.includes(label))
  if (unknown !== undefined) {
    throw new CepstraError(
      'NOT_FOUND',
      `There is no label "${unknown}" to fit a background to. This project has: ${labels.join(', ')}.`,
    )
  }
  return background
}

/** Whether the mixtures of the labels are adapted from a background instead of being fitted. */
export function isAdapted({ background, adapt }: Pick<RequestOf<'train'>, 'background' | 'adapt'>): boolean {
  return background !== null && adapt.length > 0
}

export interface BackgroundOptions {
  readonly request: Pick<RequestOf<'train'>, 'backgroundComponents' | 'adapt' | 'relevance'>
  readonly settings: FitSettings
  readonly floor: RelativeFloor
  readonly maxFrames?: number
}

/** Fits one mixture over the frames of many labels together, from which each label's is adapted. */
export async function fitBackground(
  labels: readonly string[],
  recordings: readonly TrainingRecording[],
  { request, settings, floor, maxFrames }: BackgroundOptions,
  context: JobContext,
): Promise<Background> {
  const ofLabels = recordings.filter(({ label }) => labels.includes(label))
  const whole = { label: 'Background', recordings: ofLabels }
  const limit = maxFrames === undefined ? {} : { maxFrames }
  const fitted: Background[] = []
  const components = request.backgroundComponents
  await fitLabels([whole], { settings: { ...settings, components }, floor, ...limit }, context, (entry) => {
    const { label: _label, ...facts } = entry
    fitted.push({ ...facts, labels, adapted: request.adapt, relevance: request.relevance })
    context.advance()
  })
  return fitted[0]
}
