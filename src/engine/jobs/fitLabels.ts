import { createHash } from 'node:crypto'
import type { FitStep } from '../../mixture/expectationMaximization'
import type { BankMixture } from '../../recognition/bank'
import type { RelativeFloor, TrainLabelOptions } from '../../recognition/trainLabel'
import { bestFloor, labelsToTry, type FloorTrial } from '../../recognition/varianceFloor'
import { inParallel } from '../inParallel'
import type { JobContext } from './jobContext'
import type { TrainingRecording } from './trainingSet'

export type FitSettings = Omit<TrainLabelOptions, 'floor'> & { readonly seed: number }

/** Labels are fitted with seeds of their own, so that adding a label changes no other's mixture. */
function seedOf(seed: number, label: string): number {
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
  const { components, seed } = settings
  const variance = await context.run('pooledVariance', { sources: labels.flatMap(({ sources }) => sources) })
  const chosen = labelsToTry(labels, seed)
  const trials = new Map<string, FloorTrial>()
  await inParallel(chosen, { limit: context.pool.threadCount, signal: context.signal }, async ({ label, sources }) => {
    trials.set(label, await context.run('floorTrial', { sources, variance, components, seed }))
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

/** Fits the mixtures of several labels in parallel, the largest first so that the cores end together. */
export async function fitLabels(
  labels: readonly LabelToFit[],
  options: { readonly settings: FitSettings; readonly floor: RelativeFloor; readonly maxFrames?: number },
  context: JobContext,
  onFitted: (entry: BankMixture) => void,
  onStep?: (label: string, step: FitStep) => void,
): Promise<void> {
  const size = ({ recordings }: LabelToFit): number => recordings.reduce((sum, { keptCount }) => sum + keptCount, 0)
  const largestFirst = [...labels].sort((a, b) => size(b) - size(a))
  const { settings, floor, maxFrames } = options
  await inParallel(
    largestFirst,
    { limit: context.pool.threadCount, signal: context.signal },
    async ({ label, recordings }) => {
      const entry = await context.run(
        'fitLabel',
        {
          label,
          sources: recordings.map(({ source }) => source),
          options: { ...settings, seed: seedOf(settings.seed, label), floor },
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
    },
  )
}
