import { createHash } from 'node:crypto'
import { CepstraError, isCepstraError } from '../../cepstraError'
import { columnNames } from '../../features/columnNames'
import type { Frames } from '../../mixture/frames'
import { packJson, unpackJson } from '../../project/packJson'
import { assembleBank } from '../../recognition/assembleBank'
import type { AdaptLabelOptions } from '../../recognition/adaptLabel'
import type { Background, BankMixture, BankTraining } from '../../recognition/bank'
import { openDecision, type Decision } from '../../recognition/decision/decision'
import { framesPerComponent, type RelativeFloor } from '../../recognition/trainLabel'
import { counted } from '../counted'
import { evenFramesOf } from '../workers/frameSource'
import { fitOptionsOf } from '../fitOptions'
import { chooseComponents, choiceSize, choosesComponents, mostComponents } from './chooseComponents'
import { countsOf, decideBank } from './decideBank'
import { backgroundLabels, fitBackground, isAdapted } from './fitBackground'
import { byLabel, fitLabels, floorFor, type FitSettings, type LabelToFit } from './fitLabels'
import { holdOut, planHoldingOut } from './holdOut'
import type { JobContext, JobEnd, JobWork, RequestOf } from './jobContext'
import { materialOf } from './trainingMaterial'
import { trainingSet, type TrainingRecording, type TrainingSet } from './trainingSet'

/** What the next version of a bank has from the one before it. */
export interface TakenOver {
  readonly bankId: number
  /** The mixtures of the labels whose material is as it was. */
  readonly mixtures: readonly BankMixture[]
  /** Null where it is not known any more, so that one has to be chosen. */
  readonly floor: RelativeFloor | null
  readonly background: Background | null
}

/** What a training goes by, from its beginning to its end. */
interface Training {
  readonly request: RequestOf<'train'>
  readonly set: TrainingSet
  readonly modeled: readonly LabelToFit[]
  readonly tooThin: readonly string[]
  readonly recordings: readonly TrainingRecording[]
  readonly settings: FitSettings
  readonly bankId: number
  readonly finishedLabels: readonly string[]
  readonly planHash: string
  readonly taken: TakenOver | null
}

/**
 * Trains a bank: one mixture a label, then what is unknown is decided from held-out scores. Where the number of components is
 * not told, it is chosen for each label first; where a background is asked for, that is fitted first and adapted to each.
 */
export const trainBank: JobWork<'train'> = async (request, context) =>
  trainFrom(request, await trainingSet(context), null, context)

/** The same of a set, with what is `taken` over from an earlier version instead of fitted again. */
export async function trainFrom(
  request: RequestOf<'train'>,
  set: TrainingSet,
  taken: TakenOver | null,
  context: JobContext,
): Promise<JobEnd> {
  const training = begin(request, set, taken, context)
  try {
    return await train(training, context)
  } catch (error) {
    const finished = context.project.banks.mixtures(training.bankId)
    // Half a new version is worth less than the whole one before it.
    if (!isCepstraError(context.signal.reason) || finished.length === 0 || taken) throw error
    return await keepFinished(training, context)
  }
}

function begin(request: RequestOf<'train'>, set: TrainingSet, taken: TakenOver | null, context: JobContext): Training {
  const { covarianceType } = request
  const settings: FitSettings = {
    ...fitOptionsOf(request),
    seed: request.seed,
    covarianceType,
    components: mostComponents(request),
  }
  const { modeled, tooThin } = labelsToModel(set, request.labels)
  context.title(taken ? `Update "${request.name ?? ''}"` : `Train ${counted(modeled.length, 'label')}`)
  const { name = defaultName(context), ...choices } = request
  const planHash = createHash('sha256')
    .update(JSON.stringify([set.hash, choices, context.version, taken?.bankId]))
    .digest('hex')
  const { id: bankId, finishedLabels } = context.project.banks.begin(
    context.id,
    planHash,
    name,
    taken && {
      id: taken.bankId,
      mixtures: taken.mixtures.map((entry) => ({
        entry,
        position: modeled.findIndex(({ label }) => label === entry.label),
      })),
    },
  )
  const recordings = modeledRecordings(set, modeled)
  return { request, set, modeled, tooThin, recordings, settings, bankId, finishedLabels, planHash, taken }
}

async function train(training: Training, context: JobContext): Promise<JobEnd> {
  const { request, set, modeled, recordings, settings, bankId, finishedLabels, planHash, taken } = training
  const { banks } = context.project
  const takenLabels = new Map(taken?.mixtures.map(({ label, mixture }) => [label, mixture.componentCount]))
  const fresh = modeled.filter(({ label }) => !takenLabels.has(label))
  const holdingOut = planHoldingOut(training)
  const chosenFits = choosesComponents(request) ? choiceSize(fresh, request) : 0
  const backgroundFits = request.background === null ? 0 : 1
  const total = modeled.length + holdingOut.fitCount + chosenFits + backgroundFits
  context.count(total, 'mixtures', finishedLabels.length)

  const floor =
    taken?.floor ?? (await kept(context, `floor ${planHash}`, () => floorFor(recordings, settings, context)))
  const componentsOf = choosesComponents(request)
    ? new Map([...takenLabels, ...(await chooseComponents(fresh, request, { floor, planHash }, context))])
    : new Map<string, number>()
  const background = await backgroundOf(training, floor, context)
  const position = new Map(modeled.map(({ label }, i) => [label, i]))
  const missing = modeled.filter(({ label }) => !finishedLabels.includes(label))
  const fitting = fitLabels(
    missing,
    {
      settings,
      floor,
      componentsOf,
      adapt: isAdapted(request) && background ? adaptionOf(background, training, floor) : null,
    },
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
  const measuring = holdOut(holdingOut, training, { floor, planHash, componentsOf }, context)
  // Both at once, so that no core waits for the last label. Neither may go on once the job has ended for the other.
  await Promise.allSettled([fitting, measuring])
  await fitting
  const folds = await measuring
  const bank = { mixtures: banks.mixtures(bankId), background, recipe: set.frontEnd.recipe, seed: request.seed }
  const counts = countsOf(materialOf(modeled, set.frontEnd, floor, request))
  const decision = await decideBank(bank, folds, request, counts, context)
  banks.putTrials(bankId, folds)
  await finish(training, floor, decision, context)
  return { outcome: outcomeOf(training, banks.mixtures(bankId)), resultId: bankId }
}

/** The background of the labels' scores, kept in the bank; null where none is asked for. */
async function backgroundOf(
  { request, set, settings, bankId, taken }: Training,
  floor: RelativeFloor,
  context: JobContext,
): Promise<Background | null> {
  if (request.background === null) return null
  const { banks } = context.project
  const found = banks.background(bankId) ?? taken?.background
  if (found) context.advance()
  const labels = backgroundLabels(request, set)
  const background = found ?? (await fitBackground(labels, set.recordings, { request, settings, floor }, context))
  banks.putBackground(bankId, background)
  return background
}

function adaptionOf(
  { mixture, adapted, relevance }: Background,
  { settings }: Training,
  floor: RelativeFloor,
): AdaptLabelOptions {
  return { background: mixture, adapted, relevance, floor, precision: settings.precision ?? 'float64' }
}

/** Makes the bank of a training that was cancelled from the labels that were finished by then. */
async function keepFinished(training: Training, context: JobContext): Promise<JobEnd> {
  const { bankId, modeled } = training
  const finished = context.project.banks.mixtures(bankId).length
  const floor = context.checkpoint(`floor ${training.planHash}`)
  const description = `The training was cancelled when ${finished} of ${counted(modeled.length, 'label')} were done, so nothing is called unknown.`
  await finish(training, unpackJson(String(floor)) as RelativeFloor, openDecision(description), context)
  return {
    cancelled: true,
    outcome: `Cancelled. ${finished} of ${counted(modeled.length, 'label')} were finished and are kept as a bank without a rule for unknown.`,
    resultId: bankId,
  }
}

/** Puts together what a bank needs beside its mixtures, and makes it visible. */
async function finish(
  { request, set, modeled, recordings, bankId }: Training,
  floor: RelativeFloor,
  decision: Decision,
  context: JobContext,
): Promise<void> {
  const { banks } = context.project
  const { recipe, sampleRateHz } = set.frontEnd
  const mixtures = banks.mixtures(bankId)
  const told = isAdapted(request) || request.components === 'auto' ? null : request.components
  const {
    mixtures: _mixtures,
    background: _background,
    name: _name,
    createdAt: _createdAt,
    ...body
  } = assembleBank({
    name: '',
    createdAt: 0,
    recipe,
    sampleRateHz,
    columnNames: columnNames(recipe),
    seed: request.seed,
    components: told ?? Math.max(...mixtures.map(({ mixture }) => mixture.componentCount)),
    varianceFloor: floor.share,
    training: trainingFacts(request),
    background: null,
    mixtures,
    decision,
    version: context.version,
    trainingFrames: someFrames(recordings),
  })
  const fitted = modeled.filter(({ label }) => mixtures.some((mixture) => mixture.label === label))
  banks.finish(bankId, body, materialOf(fitted, set.frontEnd, floor, request))
  context.changed('banks')
  context.changed('project')
}

function trainingFacts(request: RequestOf<'train'>): BankTraining {
  const { covarianceType, initialization, starts, maxIterations, tolerance, stop } = request
  const { regCovar, precision, bayesian, remedies } = request
  const componentsBy = choosesComponents(request) ? request.criterion : null
  return {
    ...{ covarianceType, componentsBy, initialization, starts, maxIterations, tolerance, stop },
    ...{ regCovar, precision, bayesian, remedies },
  }
}

/**
 * Splits labels, or those that are `wanted`, into those with frames enough for a component and those that have to wait for
 * more material. @throws CepstraError NOT_FOUND for a wanted label without recordings, TOO_FEW_FRAMES where none has enough.
 */
export function labelsToModel(
  set: TrainingSet,
  wanted: readonly string[] | null = null,
): { modeled: LabelToFit[]; tooThin: string[] } {
  const absent = wanted?.find((label) => !set.labels.includes(label))
  if (absent !== undefined) {
    throw new CepstraError(
      'NOT_FOUND',
      `There is no label "${absent}" to model. This project has: ${set.labels.join(', ')}.`,
    )
  }
  const groups = byLabel(set.recordings)
  const modeled: LabelToFit[] = []
  const tooThin: string[] = []
  for (const label of set.labels) {
    if (wanted && !wanted.includes(label)) continue
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
function someFrames(recordings: readonly TrainingRecording[]): Frames[] {
  const step = Math.max(1, Math.floor(recordings.length / 5))
  const chosen = recordings.filter((_, i) => i % step === 0).slice(0, 5)
  return chosen.map(({ source }) => evenFramesOf(source, 20_000))
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

const criterionNames = { bic: 'BIC', aic: 'AIC', 'held-out': 'held-out likelihood' } as const

function outcomeOf({ request, recordings, tooThin }: Training, mixtures: readonly BankMixture[]): string {
  const from = `from ${counted(recordings.length, 'recording')}`
  const trained = `${counted(mixtures.length, 'label')} ${howTrained(request, mixtures)} ${from}`
  if (tooThin.length === 0) return `${trained}.`
  return `${trained}; left out for too little sound: ${tooThin.join(', ')}.`
}

function howTrained(request: RequestOf<'train'>, mixtures: readonly BankMixture[]): string {
  if (isAdapted(request)) {
    return `adapted from a background of ${counted(request.backgroundComponents, 'component')}`
  }
  if (request.components !== 'auto') return `trained with up to ${counted(request.components, 'component')}`
  const counts = mixtures.map(({ mixture }) => mixture.componentCount)
  const range = [...new Set([Math.min(...counts), Math.max(...counts)])].join(' to ')
  const by = request.bayesian === null ? `chosen by ${criterionNames[request.criterion]}` : 'what the prior left'
  return `trained with ${range} components (${by})`
}
