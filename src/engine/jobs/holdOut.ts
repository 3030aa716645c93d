import { heldOutLimits, heldOutPlan, type HeldOutFold, type HeldOutPlan } from '../../recognition/heldOut'
import { shuffle } from '../../recognition/shuffle'
import type { RelativeFloor } from '../../recognition/trainLabel'
import { backgroundLabels, fitBackground, isAdapted } from './fitBackground'
import type { FitSettings, LabelToFit } from './fitLabels'
import { backgroundsAFold, heldOutScores, type HeldOutBackground } from './heldOutScores'
import type { JobContext, RequestOf } from './jobContext'
import type { TrainingRecording, TrainingSet } from './trainingSet'

/** A background is fitted again without each of its labels, or, of more, without each of so many groups of them. */
const mostGroups = 4
/** Recordings of labels without a mixture that are scored as strangers. */
const mostStrangers = 300

/** What a bank is trained on and how. */
export interface HeldOutWork {
  readonly request: RequestOf<'train'>
  readonly set: TrainingSet
  readonly modeled: readonly LabelToFit[]
  readonly settings: FitSettings
}

/** What of a training set is to be held out of the mixtures of a bank, and scored by them. */
export interface HoldingOut {
  readonly plan: HeldOutPlan
  readonly recordings: readonly TrainingRecording[]
  readonly groups: readonly (readonly string[])[] | null
  /** How many mixtures have to be fitted for it. */
  readonly fitCount: number
}

/** Plans it: recordings of the labels that are modeled, by folds, and those of other labels, which are strangers to all. */
export function planHoldingOut({ request, set, modeled }: HeldOutWork): HoldingOut {
  const known = new Set(modeled.map(({ label }) => label))
  const plan = heldOutPlan(
    set.recordings.filter(({ label }) => known.has(label)),
    { seed: request.seed },
  )
  const strangers = plan.trials.length === 0 ? [] : set.recordings.filter(({ label }) => !known.has(label))
  const chosen = shuffle(strangers, request.seed).slice(0, mostStrangers)
  const trials = [
    ...plan.trials,
    ...chosen.map(({ id, label }, i) => ({ fold: i % plan.foldCount, recordingId: id, truth: label })),
  ]
  const groups = request.background === null ? null : groupsOf(backgroundLabels(request, set))
  const backgroundFits = groups && plan.fits.length > 0 ? plan.foldCount * backgroundsAFold(groups) : 0
  return {
    plan: { ...plan, trials },
    recordings: set.recordings,
    groups,
    fitCount: plan.fits.length + backgroundFits,
  }
}

/** The held-out scores of a plan. */
export function holdOut(
  { plan, recordings, groups }: HoldingOut,
  { request, set, settings }: HeldOutWork,
  options: {
    readonly floor: RelativeFloor
    readonly planHash: string
    readonly componentsOf: ReadonlyMap<string, number>
  },
  context: JobContext,
): Promise<HeldOutFold[]> {
  if (plan.fits.length === 0) return Promise.resolve([])
  const { floor } = options
  const background: HeldOutBackground | null = groups && {
    groups,
    fit: (fold, without) => {
      const heldOut = new Set(plan.trials.filter((trial) => trial.fold === fold).map(({ recordingId }) => recordingId))
      const others = recordings.filter(({ id, label }) => !heldOut.has(id) && !without.includes(label))
      const labels = backgroundLabels(request, set).filter((label) => !without.includes(label))
      const ofFold = { ...settings, maxIterations: heldOutLimits.fitIterations }
      const limits = { request, settings: ofFold, floor, maxFrames: heldOutLimits.backgroundFrames }
      return fitBackground(labels, others, limits, context)
    },
    adapt: ({ mixture, adapted, relevance }) =>
      isAdapted(request)
        ? { background: mixture, adapted, relevance, floor, precision: settings.precision ?? 'float64' }
        : null,
  }
  return heldOutScores(plan, recordings, { ...options, settings, background }, context, () => {
    context.advance()
  })
}

function groupsOf(labels: readonly string[]): string[][] {
  const groups = Array.from({ length: Math.min(labels.length, mostGroups) }, (): string[] => [])
  labels.forEach((label, i) => groups[i % groups.length].push(label))
  return groups
}
