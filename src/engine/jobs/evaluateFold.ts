import type { AdaptLabelOptions } from '../../recognition/adaptLabel'
import type { Background, BankMixture } from '../../recognition/bank'
import type { EvaluatedFold } from '../../recognition/evaluation/evaluatedFold'
import { heldOutPlan, type HeldOutFold, type HeldOutTrial } from '../../recognition/heldOut'
import { framesPerComponent, type RelativeFloor } from '../../recognition/trainLabel'
import { shuffle } from '../../recognition/shuffle'
import { fitBackground } from './fitBackground'
import { firstFrames, firstRecordings } from './firstFrames'
import { byLabel, fitLabels, floorFor, type FitSettings, type LabelToFit } from './fitLabels'
import { heldOutScores, scoreTrials } from './heldOutScores'
import type { JobContext, RequestOf } from './jobContext'
import type { TrainingRecording } from './trainingSet'

/** What a fold is evaluated by; its recordings are on the two sides that they must not leave. */
export interface FoldToEvaluate {
  readonly request: RequestOf<'evaluate'>
  readonly settings: FitSettings
  /** Names everything that the fold follows from. */
  readonly key: string
  readonly hopSeconds: number
  readonly training: readonly TrainingRecording[]
  readonly asked: readonly TrainingRecording[]
  /** Minutes that each label learns from, ascending; without the whole. */
  readonly minutes: readonly number[]
}

/** Short recordings are asked about in lengths as long as there are no more than this; of more an even choice. */
const mostOfALength = 1000

/**
 * Trains on one side of a fold and asks about the other. Floor, mixtures, background and what the fold
 * decides by come from `training` alone: no task that learns is given anything else. Null where too little is left to model any label.
 *
 * @param onFitted hears of each mixture that was fitted.
 */
export async function evaluateFold(
  fold: FoldToEvaluate,
  context: JobContext,
  onFitted: () => void,
): Promise<EvaluatedFold | null> {
  const { request, settings, training, asked, key, hopSeconds } = fold
  const labels = modelable(training)
  if (labels.length === 0) return null
  const floor = await floorFor(training, settings, context)
  const plan = heldOutPlan(training, { seed: request.seed })
  // Both at once, so that no core waits for the last label. Neither may go on once the job has ended for the other.
  const fitting = fitAll(labels, { settings, floor }, context, onFitted)
  const holdingOut = heldOutScores(plan, training, { settings, floor, planHash: key }, context, onFitted)
  await Promise.allSettled([fitting, holdingOut])
  const mixtures = await fitting
  const heldOut = await holdingOut
  const names = mixtures.map(({ label }) => label)

  const background = await backgroundOf(fold, floor, context)
  const ask = (bank: readonly BankMixture[], recordings: readonly TrainingRecording[]): Promise<HeldOutTrial[]> =>
    scoreTrials(bank, background, trialsOf(recordings), new Map(recordings.map((each) => [each.id, each])), context)
  const trials = await ask(mixtures, asked)

  const byLength: EvaluatedFold['byLength'][number][] = []
  for (const seconds of request.lengths) {
    const count = Math.round(seconds / hopSeconds)
    const long = asked.filter(({ keptCount }) => keptCount >= count && count > 0)
    const step = Math.ceil(long.length / mostOfALength)
    const cut = long.filter((_, i) => i % step === 0).map((recording) => firstFrames(recording, count))
    if (cut.length > 0) byLength.push({ seconds, trials: await ask(mixtures, cut) })
  }
  const adapted = background && (await adaptedFold(fold, { background, floor, ask }, context, onFitted))
  const byTraining = await growingFolds(fold, { labels: names, trials }, context, onFitted)
  const seconds = mixtures.map(({ frameCount }) => frameCount * hopSeconds)
  const backgroundLabels = background && background.labels
  return { labels: names, trials, heldOut, seconds, backgroundLabels, adapted, byLength, byTraining }
}

/** The labels with frames enough for a component. */
function modelable(training: readonly TrainingRecording[]): LabelToFit[] {
  return [...byLabel(training)]
    .map(([label, recordings]) => ({ label, recordings }))
    .filter(({ recordings }) => recordings.reduce((sum, { keptCount }) => sum + keptCount, 0) >= framesPerComponent)
}

async function fitAll(
  labels: readonly LabelToFit[],
  options: { readonly settings: FitSettings; readonly floor: RelativeFloor; readonly adapt?: AdaptLabelOptions },
  context: JobContext,
  onFitted: () => void,
): Promise<BankMixture[]> {
  const mixtures: BankMixture[] = []
  await fitLabels(labels, options, context, (entry) => {
    mixtures.push(entry)
    onFitted()
  })
  // Mixtures arrive in the order of finishing; the scores must not depend on it.
  return mixtures.sort((a, b) => (a.label < b.label ? -1 : 1))
}

function trialsOf(recordings: readonly TrainingRecording[]): { recordingId: number; truth: string }[] {
  return recordings.map(({ id, label }) => ({ recordingId: id, truth: label }))
}

async function backgroundOf(
  { request, settings, training }: FoldToEvaluate,
  floor: RelativeFloor,
  context: JobContext,
): Promise<Background | null> {
  if (request.background === null) return null
  const there = new Set(training.map(({ label }) => label))
  const labels = request.background === 'all' ? [...there] : request.background.filter((label) => there.has(label))
  return labels.length === 0 ? null : fitBackground(labels, training, { request, settings, floor }, context)
}

/** The same trials by mixtures that are adapted from the background. */
async function adaptedFold(
  { request, settings, training, asked }: FoldToEvaluate,
  {
    background,
    floor,
    ask,
  }: {
    readonly background: Background
    readonly floor: RelativeFloor
    readonly ask: (bank: readonly BankMixture[], recordings: readonly TrainingRecording[]) => Promise<HeldOutTrial[]>
  },
  context: JobContext,
  onFitted: () => void,
): Promise<HeldOutFold> {
  const { mixture } = background
  const adapt = {
    background: mixture,
    ...{ adapted: request.adapt, relevance: request.relevance, floor, precision: request.precision },
  }
  const mixtures = await fitAll(modelable(training), { settings, floor, adapt }, context, onFitted)
  const labels = mixtures.map(({ label }) => label)
  return { labels, trials: await ask(mixtures, asked) }
}

/** The trials by mixtures of the first minutes of each label, with a floor that follows from those. */
async function growingFolds(
  { request, settings, training, asked, minutes, hopSeconds }: FoldToEvaluate,
  whole: Pick<EvaluatedFold, 'labels' | 'trials'>,
  context: JobContext,
  onFitted: () => void,
): Promise<EvaluatedFold['byTraining']> {
  const points: EvaluatedFold['byTraining'][number][] = []
  if (minutes.length === 0) return points
  const byId = new Map(asked.map((recording) => [recording.id, recording]))
  const shuffled = shuffle(training, request.seed)
  for (const some of minutes) {
    const frames = Math.round((some * 60) / hopSeconds)
    const first = [...byLabel(shuffled).values()].flatMap((recordings) => firstRecordings(recordings, frames))
    const labels = modelable(first)
    if (labels.length === 0) continue
    const floor = await floorFor(first, settings, context)
    const mixtures = await fitAll(labels, { settings, floor }, context, onFitted)
    const trials = await scoreTrials(mixtures, null, trialsOf(asked), byId, context)
    points.push({ minutes: some, labels: mixtures.map(({ label }) => label), trials })
  }
  return [...points, { minutes: minutesALabel(training, hopSeconds), labels: whole.labels, trials: whole.trials }]
}

/** What a label has on average, in minutes. */
export function minutesALabel(recordings: readonly TrainingRecording[], hopSeconds: number): number {
  const frames = recordings.reduce((sum, { keptCount }) => sum + keptCount, 0)
  return (frames * hopSeconds) / 60 / Math.max(1, byLabel(recordings).size)
}
