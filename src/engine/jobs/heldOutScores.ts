import type { AdaptLabelOptions } from '../../recognition/adaptLabel'
import type { Background, BankMixture } from '../../recognition/bank'
import type { BaseScores } from '../../recognition/scoring/baseScores'
import { heldOutLimits, type HeldOutFold, type HeldOutPlan, type HeldOutTrial } from '../../recognition/heldOut'
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
    const ofFold = {
      labels: mixtures.map(({ label }) => label),
      trials: await scoreTrials(mixtures, null, trials, byId, context),
    }
    context.setCheckpoint(key, ofFold)
    scores.set(fold, ofFold)
  })
  return folds.flatMap((fold) => scores.get(fold) ?? [])
}

/**
 * Scores held-out recordings by mixtures of the same fold, and by its background where there is one, in parallel and in the
 * order of the trials. Base scores come in the order of the mixtures. None where there are no mixtures.
 */
export async function scoreTrials(
  mixtures: readonly BankMixture[],
  background: Background | null,
  trials: readonly { readonly recordingId: number; readonly truth: string }[],
  byId: ReadonlyMap<number, TrainingRecording>,
  context: JobContext,
): Promise<HeldOutTrial[]> {
  if (mixtures.length === 0) return []
  const asked = trials.flatMap((trial) => {
    const recording = byId.get(trial.recordingId)
    return recording ? [{ ...trial, recording }] : []
  })
  const starts = Array.from({ length: Math.ceil(asked.length / trialsATask) }, (_, i) => i * trialsATask)
  const scores = new Map<number, BaseScores[]>()
  await inParallel(starts, { limit: context.pool.threadCount, signal: context.signal }, async (start) => {
    const part = asked
      .slice(start, start + trialsATask)
      .map(({ recording: { source, keptCount } }) => ({ source, keptCount }))
    scores.set(start, await context.run('scoreHeldOut', { mixtures, background, trials: part }))
  })
  const bases = starts.flatMap((start) => scores.get(start) ?? [])
  return bases.map((base, i) => ({ recordingId: asked[i].recordingId, truth: asked[i].truth, base }))
}

function found(ids: readonly number[], byId: ReadonlyMap<number, TrainingRecording>): TrainingRecording[] {
  return ids.flatMap((id) => byId.get(id) ?? [])
}
