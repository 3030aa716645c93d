import type { AdaptLabelOptions } from '../../recognition/adaptLabel'
import type { Background, BankMixture } from '../../recognition/bank'
import {
  heldOutLimits,
  type HeldOutFold,
  type HeldOutPlan,
  type HeldOutScores,
  type HeldOutTrial,
  type ScoresWithout,
} from '../../recognition/heldOut'
import { framesPerComponent } from '../../recognition/trainLabel'
import { inParallel } from '../inParallel'
import { fitLabels, type FitLabelsOptions, type LabelToFit } from './fitLabels'
import type { JobContext } from './jobContext'
import type { TrainingRecording } from './trainingSet'

/** Recordings scored by one task: few enough that a cancel is prompt, many enough that handing them over costs little. */
const trialsATask = 50

/** How the background of a bank is had again without what a fold holds out, and without some of its labels. */
export interface HeldOutBackground {
  /** Its labels, in groups that are kept from it together. */
  readonly groups: readonly (readonly string[])[]
  /** A background that has heard neither the recordings of the fold nor these labels. */
  fit(fold: number, without: readonly string[]): Promise<Background>
  /** What the labels are adapted with; null where they are fitted by themselves. */
  adapt(background: Background): AdaptLabelOptions | null
}

export interface HeldOutOptions extends Pick<FitLabelsOptions, 'settings' | 'floor' | 'componentsOf'> {
  readonly planHash: string
  readonly background?: HeldOutBackground | null
}

/**
 * Fits the held-out mixtures of a plan and scores its trials; each fold is kept as a checkpoint of the job, under the
 * hash of everything that it follows from.
 */
export async function heldOutScores(
  plan: HeldOutPlan,
  recordings: readonly TrainingRecording[],
  options: HeldOutOptions,
  context: JobContext,
  onFitted: () => void,
): Promise<HeldOutFold[]> {
  const byId = new Map(recordings.map((recording) => [recording.id, recording]))
  const folds = Array.from({ length: plan.foldCount }, (_, fold) => fold)
  const scores = new Map<number, HeldOutFold>()
  // All folds at once: one after the other, every core but one would wait at the end of each.
  await inParallel(folds, { limit: folds.length, signal: context.signal }, async (fold) => {
    const fits = plan.fits.filter((fit) => fit.fold === fold)
    const key = `held-out ${fold} of ${options.planHash}`
    const kept = context.checkpoint(key) as HeldOutFold | undefined
    if (kept) {
      scores.set(fold, kept)
      fits.forEach(onFitted)
      if (options.background) context.advance(backgroundsAFold(options.background.groups))
      return
    }
    const labels = fits
      .map(({ label, recordingIds }) => ({ label, recordings: found(recordingIds, byId) }))
      .filter(({ recordings: some }) => some.reduce((sum, { keptCount }) => sum + keptCount, 0) >= framesPerComponent)
    const trials = plan.trials.filter((trial) => trial.fold === fold)
    const ofFold = await foldScores(fold, labels, { trials, byId, options }, context, onFitted)
    context.setCheckpoint(key, ofFold)
    scores.set(fold, ofFold)
  })
  return folds.flatMap((fold) => scores.get(fold) ?? [])
}

/** Those that leave something of the background; without the only one there would be none. */
function separableGroups(groups: HeldOutBackground['groups']): HeldOutBackground['groups'] {
  return groups.length < 2 ? [] : groups
}

/** How many backgrounds are fitted for a fold. */
export function backgroundsAFold(groups: HeldOutBackground['groups']): number {
  return 1 + separableGroups(groups).length
}

interface FoldPlan {
  readonly trials: HeldOutPlan['trials']
  readonly byId: ReadonlyMap<number, TrainingRecording>
  readonly options: HeldOutOptions
}

async function foldScores(
  fold: number,
  labels: readonly LabelToFit[],
  { trials, byId, options }: FoldPlan,
  context: JobContext,
  onFitted: () => void,
): Promise<HeldOutFold> {
  const settings = { ...options.settings, maxIterations: heldOutLimits.fitIterations }
  const fitted = async (adapt: AdaptLabelOptions | null, onEach: () => void): Promise<BankMixture[]> => {
    const mixtures: BankMixture[] = []
    await fitLabels(labels, { ...options, settings, adapt, maxFrames: heldOutLimits.fitFrames }, context, (entry) => {
      mixtures.push(entry)
      onEach()
    })
    // Mixtures arrive in the order of finishing; the scores must not depend on it.
    return mixtures.sort((a, b) => (a.label < b.label ? -1 : 1))
  }
  const { background } = options
  const whole = background ? await background.fit(fold, []) : null
  const mixtures = await fitted(whole && background ? background.adapt(whole) : null, onFitted)
  const names = mixtures.map(({ label }) => label)
  const scored = await scoreTrials(mixtures, whole, trials, byId, context)
  if (!background) return { labels: names, trials: scored }
  const without = scored.map((): ScoresWithout[] => [])
  for (const group of separableGroups(background.groups)) {
    const left = await background.fit(fold, group)
    const adapt = background.adapt(left)
    const again = adapt ? await fitted(adapt, () => undefined) : []
    const scores = await scoreTrials(again, left, trials, byId, context)
    scores.forEach(({ base, pooledWithout }, i) => {
      const ofGroup = { background: base.background ?? 0 }
      const ofAdapted = { likelihoods: base.likelihoods, ...(pooledWithout ? { pooledWithout } : {}) }
      without[i].push(adapt ? { ...ofGroup, ...ofAdapted } : ofGroup)
    })
  }
  return {
    labels: names,
    trials: scored.map((trial, i) => ({ ...trial, without: without[i] })),
    backgroundGroups: background.groups,
  }
}

/**
 * Scores held-out recordings by mixtures of the same fold, and by its background where there is one, in parallel and in the
 * order of the trials. Base scores come in the order of the mixtures. None where there is nothing to score by.
 */
export async function scoreTrials(
  mixtures: readonly BankMixture[],
  background: Background | null,
  trials: readonly { readonly recordingId: number; readonly truth: string }[],
  byId: ReadonlyMap<number, TrainingRecording>,
  context: JobContext,
): Promise<HeldOutTrial[]> {
  if (mixtures.length === 0 && background === null) return []
  const asked = trials.flatMap((trial) => {
    const recording = byId.get(trial.recordingId)
    return recording ? [{ ...trial, recording }] : []
  })
  const starts = Array.from({ length: Math.ceil(asked.length / trialsATask) }, (_, i) => i * trialsATask)
  const scores = new Map<number, HeldOutScores[]>()
  await inParallel(starts, { limit: context.pool.threadCount, signal: context.signal }, async (start) => {
    const part = asked
      .slice(start, start + trialsATask)
      .map(({ recording: { source, keptCount } }) => ({ source, keptCount }))
    scores.set(start, await context.run('scoreHeldOut', { mixtures, background, trials: part }))
  })
  const all = starts.flatMap((start) => scores.get(start) ?? [])
  return all.map((each, i) => ({ recordingId: asked[i].recordingId, truth: asked[i].truth, ...each }))
}

function found(ids: readonly number[], byId: ReadonlyMap<number, TrainingRecording>): TrainingRecording[] {
  return ids.flatMap((id) => byId.get(id) ?? [])
}
