import { createHash } from 'node:crypto'
import { CepstraError } from '../../cepstraError'
import { columnNames } from '../../features/columnNames'
import { readKeptFrames } from '../../project/featureStore'
import { packJson, unpackJson } from '../../project/packJson'
import { assembleBank } from '../../recognition/assembleBank'
import { heldOutPlan } from '../../recognition/heldOut'
import { framesPerComponent, type RelativeFloor } from '../../recognition/trainLabel'
import { unknownRuleFrom } from '../../recognition/unknownRule'
import { counted } from '../counted'
import { byLabel, fitLabels, floorFor, type FitSettings, type LabelToFit } from './fitLabels'
import { heldOutScores } from './heldOutScores'
import type { JobContext, JobWork } from './jobContext'
import { trainingSet, type TrainingRecording, type TrainingSet } from './trainingSet'

/** Trains a bank: one mixture a label, then the rule for "unknown" from held-out scores. */
export const trainBank: JobWork<'train'> = async (request, context) => {
  const { components, seed, maxIterations, tolerance, initialization } = request
  const settings: FitSettings = { components, seed, maxIterations, tolerance, initialization }
  const set = await trainingSet(context)
  const { modeled, tooThin } = labelsToModel(set)
  const recordings = modeledRecordings(set, modeled)

  context.title(`Train ${counted(modeled.length, 'label')}`)
  const planHash = createHash('sha256')
    .update(JSON.stringify([set.hash, settings, context.version]))
    .digest('hex')
  const { banks } = context.project
  const { id: bankId, finishedLabels } = banks.begin(context.id, planHash, request.name ?? defaultName(context))
  const plan = heldOutPlan(recordings, { seed })
  context.count(modeled.length + plan.fits.length, 'mixtures', finishedLabels.length)

  const floor = await kept(context, `floor ${planHash}`, () => floorFor(recordings, settings, context))
  const position = new Map(modeled.map(({ label }, i) => [label, i]))
  const missing = modeled.filter(({ label }) => !finishedLabels.includes(label))
  const fitting = fitLabels(
    missing,
    { settings, floor },
    context,
    (entry) => {
      banks.putMixture(bankId, position.get(entry.label) ?? 0, entry)
      context.fit({
        label: entry.label,
        iteration: entry.lowerBounds.length,
        lowerBound: entry.lowerBounds.at(-1) ?? 0,
      })
      context.advance()
    },
    (label, { iteration, lowerBound }) => {
      // Null while the first parameters are still being sought.
      if (lowerBound !== null) context.fit({ label, iteration, lowerBound })
    },
  )
  const holdingOut = heldOutScores(plan, recordings, { settings, floor, planHash }, context, () => {
    context.advance()
  })
  // Both at once, so that no core waits for the last label. Neither may go on once the job has ended for the other.
  await Promise.allSettled([fitting, holdingOut])
  await fitting
  const heldOut = await holdingOut
  const { recipe, sampleRateHz } = set.frontEnd
  const {
    mixtures,
    name: _name,
    createdAt: _createdAt,
    ...body
  } = assembleBank({
    name: '',
    createdAt: 0,
    recipe,
    sampleRateHz,
    columnNames: columnNames(recipe),
    seed,
    components,
    varianceFloor: floor.share,
    mixtures: banks.mixtures(bankId),
    unknownRule: unknownRuleFrom(heldOut),
    version: context.version,
    trainingFrames: await someFrames(recordings),
  })
  banks.finish(bankId, body)
  context.changed('banks')
  context.changed('project')
  return { outcome: outcomeOf(mixtures.length, components, recordings.length, tooThin), resultId: bankId }
}

/** Splits labels into those with frames enough for a component and those that have to wait for more material. */
export function labelsToModel(set: TrainingSet): { modeled: LabelToFit[]; tooThin: string[] } {
  const groups = byLabel(set.recordings)
  const modeled: LabelToFit[] = []
  const tooThin: string[] = []
  for (const label of set.labels) {
    const recordings = groups.get(label) ?? []
    const frames = recordings.reduce((sum, { keptCount }) => sum + keptCount, 0)
    if (frames >= framesPerComponent) modeled.push({ label, recordings })
    else tooThin.push(label)
  }
  if (modeled.length === 0) {
    throw new CepstraError(
      'TOO_FEW_FRAMES',
      tooThin.length === 1
        ? `The only label, "${tooThin[0] ?? ''}", has fewer than ${framesPerComponent} frames of sound. Add longer recordings.`
        : `None of the ${tooThin.length} labels has ${framesPerComponent} frames of sound. Add longer recordings.`,
    )
  }
  return { modeled, tooThin }
}

/** The recordings of the labels that are modeled, in the order of the set. */
export function modeledRecordings(set: TrainingSet, modeled: readonly LabelToFit[]): TrainingRecording[] {
  const labels = new Set(modeled.map(({ label }) => label))
  return set.recordings.filter(({ label }) => labels.has(label))
}

/** The test vector's frames: those of a few recordings, the same ones for the same training set. */
async function someFrames(recordings: readonly TrainingRecording[]) {
  const step = Math.max(1, Math.floor(recordings.length / 5))
  const chosen = recordings.filter((_, i) => i % step === 0).slice(0, 5)
  return Promise.all(chosen.map(({ source }) => readKeptFrames(source.path, source.speech)))
}

/** What an earlier attempt of the job computed under a key, or else computed now and kept. */
async function kept(context: JobContext, key: string, compute: () => Promise<RelativeFloor>): Promise<RelativeFloor> {
  const found = context.checkpoint(key)
  if (typeof found === 'string') return unpackJson(found) as RelativeFloor
  const value = await compute()
  context.setCheckpoint(key, packJson(value))
  return value
}

function defaultName(context: JobContext): string {
  return `Bank ${context.project.banks.count() + 1}`
}

function outcomeOf(labels: number, components: number, recordings: number, tooThin: readonly string[]): string {
  const trained = `${counted(labels, 'label')} trained with up to ${counted(components, 'component')} from ${counted(recordings, 'recording')}`
  if (tooThin.length === 0) return `${trained}.`
  return `${trained}; left out for too little sound: ${tooThin.join(', ')}.`
}
