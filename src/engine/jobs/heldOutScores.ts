import type { AdaptLabelOptions } from '../../recognition/adaptLabel'
import type { BankMixture } from '../../recognition/bank'
import { heldOutLimits, type HeldOutPlan, type HeldOutScore } from '../../recognition/heldOut'
import { framesPerComponent } from '../../recognition/trainLabel'
import { inParallel } from '../inParallel'
import { fitLabels, type FitLabelsOptions } from './fitLabels'
import type { JobContext } from './jobContext'
import type { TrainingRecording } from './trainingSet'

/** Recordings scored by one task: few enough that a cancel is prompt, many enough that handing them over costs little. */
const trialsATask = 50

export interface HeldOutOptions extends Pick<FitLabelsOptions, 'settings' | 'floor' | 'componentsOf'> {
  readonly planHash: string
  /** What to adapt to the labels of a fold, which has not seen the recordings that the fold holds out. */
  readonly adaptIn?: (fold: number) => Promise<AdaptLabelOptions>
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
): Promise<HeldOutScore[]> {
  const byId = new Map(recordings.map((recording) => [recording.id, recording]))
  const folds = Array.from({ length: plan.foldCount }, (_, fold) => fold)
  const scores = new Map<number, HeldOutScore[]>()
  // All folds at once: one after the other, every core but one would wait at the end of each.
  await inParallel(folds, { limit: folds.length, signal: context.signal }, async (fold) => {
    const fits = plan.fits.filter((fit) => fit.fold === fold)
    const key = `held-out ${fold} of ${options.planHash}`
    const kept = context.checkpoint(key) as HeldOutScore[] | undefined
    if (kept) {
      scores.set(fold, kept)
      fits.forEach(onFitted)
      return
    }
    const labels = fits
      .map(({ label, recordingIds }) => ({ label, recordings: found(recordingIds, byId) }))
      .filter(({ recordings: some }) => some.reduce((sum, { keptCount }) => sum + keptCount, 0) >= framesPerComponent)
    const mixtures: BankMixture[] = []
    const settings = { ...options.settings, maxIterations: heldOutLimits.fitIterations }
    const adapt = options.adaptIn ? await options.adaptIn(fold) : null
    const limits = { ...options, settings, adapt, maxFrames: heldOutLimits.fitFrames }
    await fitLabels(labels, limits, context, (entry) => {
      mixtures.push(entry)
      onFitted()
    })
    // Mixtures arrive in the order of finishing; the scores must not depend on it.
    mixtures.sort((a, b) => (a.label < b.label ? -1 : 1))
    const trials = plan.trials.filter((trial) => trial.fold === fold)
    const ofFold = await scoreTrials(mixtures, trials, byId, context)
    context.setCheckpoint(key, ofFold)
    scores.set(fold, ofFold)
  })
  return folds.flatMap((fold) => scores.get(fold) ?? [])
}

/** Scores held-out recordings by mixtures of the same fold, in parallel, in the order of the trials. */
export async function scoreTrials(
  mixtures: readonly BankMixture[],
  trials: readonly { readonly recordingId: number; readonly truth: string }[],
  byId: ReadonlyMap<number, TrainingRecording>,
  context: JobContext,
): Promise<HeldOutScore[]> {
  if (mixtures.length === 0) return []
  const starts = Array.from({ length: Math.ceil(trials.length / trialsATask) }, (_, i) => i * trialsATask)
  const parts = new Map<number, HeldOutScore[]>()
  await inParallel(starts, { limit: context.pool.threadCount, signal: context.signal }, async (start) => {
    const part = trials.slice(start, start + trialsATask).flatMap(({ recordingId, truth }) => {
      const recording = byId.get(recordingId)
      return recording ? [{ source: recording.source, truth }] : []
    })
    parts.set(start, await context.run('scoreHeldOut', { mixtures, trials: part }))
  })
  return starts.flatMap((start) => parts.get(start) ?? [])
}

function found(ids: readonly number[], byId: ReadonlyMap<number, TrainingRecording>): TrainingRecording[] {
  return ids.flatMap((id) => byId.get(id) ?? [])
}
