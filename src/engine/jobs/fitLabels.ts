import { createHash } from 'node:crypto'
import type { FitStep } from '../../mixture/expectationMaximization'
import type { AdaptLabelOptions } from '../../recognition/adaptLabel'
import type { BankMixture } from '../../recognition/bank'
import type { RelativeFloor, TrainLabelOptions } from '../../recognition/trainLabel'
import { bestFloor, labelsToTry, type FloorTrial } from '../../recognition/varianceFloor'
import { inParallel } from '../inParallel'
import type { JobContext } from './jobContext'
import type { TrainingRecording } from './trainingSet'

export type FitSettings = Omit<TrainLabelOptions, 'floor'> & { readonly seed: number }

/** Labels are fitted with seeds of their own, so that adding a label changes no other's mixture. */
export function seedOf(seed: number, label: string): number {
  return createHash('sha256').update(`${seed}\0${label}`).digest().readUInt32LE(0)
}

/** Groups recordings by label, each group in the order given. */
export function byLabel(recordings: readonly TrainingRecording[]): Map<string, TrainingRecording[]> {
  const groups = new Map<string, TrainingRecording[]>()
  for (const recording of recordings) {
    const group = groups.get(recording.label)
    if (group) group.push(recording)
    else groups.set(recording.label, [recording])
  }
  return groups
}

/** Frames enough to choose a floor by; all of a large project would take longer than they tell. */
const floorFramesALabel = 10_000
const floorFramesInAll = 500_000

/** The variance floor for mixtures of these recordings, from an even sample of them where there are very many. */
export async function floorFor(
  recordings: readonly TrainingRecording[],
  settings: FitSettings,
  context: JobContext,
): Promise<RelativeFloor> {
  const groups = byLabel(recordings)
  const limit = Math.min(floorFramesALabel, Math.max(500, Math.floor(floorFramesInAll / groups.size)))
  const labels = [...groups].map(([label, group]) => {
    const chosen = evenly(group, limit)
    return {
      label,
      sources: chosen.map(({ source }) => source),
      frameCount: chosen.reduce((sum, { keptCount }) => sum + keptCount, 0),
    }
  })
  const { components, covarianceType = 'diag', seed } = settings
  const variance = await context.run('pooledVariance', { sources: labels.flatMap(({ sources }) => sources) })
  const chosen = labelsToTry(labels, seed)
  const trials = new Map<string, FloorTrial>()
  await inParallel(chosen, { limit: context.pool.threadCount, signal: context.signal }, async ({ label, sources }) => {
    trials.set(
      label,
      await context.run('floorTrial', { sources, variance, options: { components, covarianceType, seed } }),
    )
  })
  // In the order of choosing, not of finishing, so that the sums come out the same to the last bit.
  const ordered = chosen.flatMap(({ label }) => trials.get(label) ?? [])
  return bestFloor(ordered, variance)
}

/** Every n-th recording, so that about `frameLimit` frames are had; all where there are fewer. */
function evenly(recordings: readonly TrainingRecording[], frameLimit: number): TrainingRecording[] {
  const total = recordings.reduce((sum, { keptCount }) => sum + keptCount, 0)
  const step = Math.max(1, Math.floor(total / frameLimit))
  return recordings.filter((_, i) => i % step === 0)
}

export interface LabelToFit {
  readonly label: string
  readonly recordings: readonly TrainingRecording[]
}

export interface FitLabelsOptions {
  readonly settings: FitSettings
  readonly floor: RelativeFloor
  /** The number of components of each label that does not have that of the settings. */
  readonly componentsOf?: ReadonlyMap<string, number>
  /** Adapt this mixture to each label instead of fitting one. */
  readonly adapt?: AdaptLabelOptions | null
  readonly maxFrames?: number
}

/** Fits or adapts the mixtures of several labels in parallel, the largest first so that the cores end together. */
export async function fitLabels(
  labels: readonly LabelToFit[],
  { settings, floor, componentsOf, adapt, maxFrames }: FitLabelsOptions,
  context: JobContext,
  onFitted: (entry: BankMixture) => void,
  onStep?: (label: string, step: FitStep) => void,
): Promise<void> {
  const size = ({ recordings }: LabelToFit): number => recordings.reduce((sum, { keptCount }) => sum + keptCount, 0)
  const largestFirst = [...labels].sort((a, b) => size(b) - size(a))
  const { threadCount, shardFile } = context.pool
  // Where there are fewer labels than cores, those that would be idle share in the passes over a label's frames.
  const threads = maxFrames === undefined ? Math.max(1, Math.floor(threadCount / Math.max(1, labels.length))) : 1
  await inParallel(largestFirst, { limit: threadCount, signal: context.signal }, async ({ label, recordings }) => {
    const components = componentsOf?.get(label) ?? settings.components
    const entry = await context.run(
      'fitLabel',
      {
        label,
        sources: recordings.map(({ source }) => source),
        options: { ...settings, components, seed: seedOf(settings.seed, label), floor },
        share: { threads, shardFile },
        ...(adapt ? { adapt } : {}),
        ...(maxFrames === undefined ? {} : { maxFrames }),
      },
      onStep
        ? {
            onMessage: (message) => {
              onStep(label, message as FitStep)
            },
          }
        : {},
    )
    onFitted(entry)
  })
}
