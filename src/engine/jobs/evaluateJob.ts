import { createHash } from 'node:crypto'
import { CepstraError } from '../../cepstraError'
import { describeEvaluation, evaluateAnswers } from '../../recognition/evaluate'
import type { EvaluatedFold } from '../../recognition/evaluation/evaluatedFold'
import type { EvaluationSummary } from '../../recognition/evaluation/measureEvaluation'
import { heldOutLimits } from '../../recognition/heldOut'
import type { SplitFold, SplitPlan } from '../../recognition/splits/splitPlan'
import { counted } from '../counted'
import { fitOptionsOf } from '../fitOptions'
import { evaluateFold, minutesALabel } from './evaluateFold'
import { evaluationSplit } from './evaluateSplit'
import type { FitSettings } from './fitLabels'
import type { JobContext, JobWork, RequestOf } from './jobContext'
import { measureStatistics } from './measureStatistics'
import { backgroundLabels } from './fitBackground'
import { recordingOfPart } from './spanMaterial'
import { labelsToModel, modeledRecordings } from './trainJob'
import { trainingSet, type TrainingRecording, type TrainingSet } from './trainingSet'

type EvaluateRequest = RequestOf<'evaluate'>

/** With more frames than this, or more folds, mixtures of fewer minutes are fitted only where they are asked for. */
const mostFramesForGrowth = 400_000
const mostFoldsForGrowth = 10

/**
 * Measures a project: mixtures of some of its recordings are asked about others that they have not seen, in as many rounds as
 * the split has. Each round is a checkpoint.
 */
export const evaluateBank: JobWork<'evaluate'> = async (request, context) => {
  const set = await trainingSet(context)
  const { modeled } = labelsToModel(set)
  const labels = modeled.map(({ label }) => label)
  const recordings = modeledRecordings(set, modeled)
  if (labels.length < 2) throw nothingToAsk(labels, recordings)
  if (request.background !== null) backgroundLabels(request, set)
  const plan = evaluationSplit(request, recordings, context)
  if (plan.folds.length === 0) throw nothingToAsk(labels, recordings)
  const minutes = minutesToTry(request, plan, recordings, set)
  const folds = await evaluatedFolds({ request, set, plan, labels, minutes }, context)
  const { hopSeconds } = set.frontEnd.recipe
  const summary = await context.run('measureEvaluation', { folds, options: { hopSeconds, seed: request.seed } })
  return keep(request, { set, plan, labels, recordings, folds, summary }, context)
}

interface Rounds {
  readonly request: EvaluateRequest
  readonly set: TrainingSet
  readonly plan: SplitPlan
  readonly labels: readonly string[]
  readonly minutes: readonly number[]
}

async function evaluatedFolds(
  { request, set, plan, labels, minutes }: Rounds,
  context: JobContext,
): Promise<EvaluatedFold[]> {
  const { components, covarianceType, seed, background } = request
  const settings: FitSettings = { ...fitOptionsOf(request), components, covarianceType, seed }
  const hash = createHash('sha256')
    .update(JSON.stringify([set.hash, request, plan.folds, context.version]))
    .digest('hex')
  const kinds = 1 + heldOutLimits.folds + minutes.length + (background === null ? 0 : 1)
  const fitsAFold = kinds * labels.length + (background === null ? 0 : 1)
  const results: EvaluatedFold[] = []
  for (const [i, fold] of plan.folds.entries()) {
    const key = `fold ${i} of ${hash}`
    let result = context.checkpoint(key) as EvaluatedFold | null | undefined
    if (result === undefined) {
      const byId = await recordingsOf(fold, set, context)
      context.count(fitsAFold * plan.folds.length, 'mixtures', i * fitsAFold)
      const work = {
        ...{ request, settings, key, minutes, hopSeconds: set.frontEnd.recipe.hopSeconds },
        training: found(fold.trainingIds, byId),
        asked: found(fold.testIds, byId),
      }
      result = await evaluateFold(work, context, () => {
        context.advance()
      })
      context.setCheckpoint(key, result)
    }
    context.count(fitsAFold * plan.folds.length, 'mixtures', (i + 1) * fitsAFold)
    if (result) results.push(result)
  }
  return results
}

/**
 * The recordings of a fold under the front end of its training: what normalizes by the project is measured again over the
 * training alone.
 */
async function recordingsOf(
  { trainingIds }: SplitFold,
  set: TrainingSet,
  context: JobContext,
): Promise<ReadonlyMap<number, TrainingRecording>> {
  const { recipe, sampleRateHz } = set.frontEnd
  if (recipe.normalization !== 'project') return new Map(set.recordings.map((recording) => [recording.id, recording]))
  const training = new Set(trainingIds)
  const measured = await measureStatistics(recipe, context.pool.threadCount, context, () => undefined, training)
  const { recordings } = await trainingSet(context, { recipe: measured, sampleRateHz })
  return new Map(recordings.map((recording) => [recording.id, recording]))
}

function found(ids: readonly number[], byId: ReadonlyMap<number, TrainingRecording>): TrainingRecording[] {
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** Halves of what a label has on average in training, where fitting those takes no longer than the evaluation itself. */
function minutesToTry(
  { trainingMinutes }: EvaluateRequest,
  { folds }: SplitPlan,
  recordings: readonly TrainingRecording[],
  { frontEnd }: TrainingSet,
): number[] {
  const byId = new Map(recordings.map((recording) => [recording.id, recording]))
  const whole = minutesALabel(found(folds[0].trainingIds, byId), frontEnd.recipe.hopSeconds)
  if (trainingMinutes !== 'auto') {
    return [...new Set(trainingMinutes)].filter((minutes) => minutes < whole).sort((a, b) => a - b)
  }
  const frames = recordings.reduce((sum, { keptCount }) => sum + keptCount, 0)
  if (frames > mostFramesForGrowth || folds.length > mostFoldsForGrowth) return []
  return [whole / 8, whole / 4, whole / 2].map((minutes) => Number(minutes.toPrecision(2)))
}

function nothingToAsk(labels: readonly string[], recordings: readonly TrainingRecording[]): CepstraError {
  return new CepstraError(
    'NOTHING_TO_DO',
    `An evaluation needs at least two labels, and two different recordings of one; this project has ${counted(labels.length, 'label')} to model and ${counted(recordings.length, 'recording')} of them. Add some.`,
  )
}

interface Measured {
  readonly set: TrainingSet
  readonly plan: SplitPlan
  readonly labels: readonly string[]
  readonly recordings: readonly TrainingRecording[]
  readonly folds: readonly EvaluatedFold[]
  readonly summary: EvaluationSummary
}

function keep(
  request: EvaluateRequest,
  { set, plan, labels, recordings, folds, summary }: Measured,
  context: JobContext,
): { outcome: string; resultId: number } {
  const { answers, ...figures } = summary
  const known = answers.filter((answer) => answer.known)
  const closed = evaluateAnswers(known, labels)
  const asked = new Set(known.map(({ truth }) => truth))
  const strangers = answers.length - known.length
  const description = describeEvaluation({
    recordingCount: known.length,
    labelCount: labels.length,
    split: plan.description,
    components: request.components,
    strangerCount: strangers,
    singleLabels: strangers > 0 ? [] : labels.filter((label) => !asked.has(label)),
  })
  const unasked = plan.folds.length - folds.length
  const warnings = [
    ...plan.warnings,
    ...figures.warnings,
    ...(unasked > 0 ? [`In ${counted(unasked, 'fold')} too little was left to train on.`] : []),
  ]
  const evaluation = {
    ...{ folds: plan.folds.length, components: request.components, seed: request.seed, recipe: set.frontEnd.recipe },
    ...closed,
    description,
    ...{ split: plan.description, group: plan.group, version: context.version },
    configuration: { request, sampleRateHz: set.frontEnd.sampleRateHz },
    figures: { ...figures, warnings },
  }
  const names = new Map(recordings.map(({ id, name }) => [id, name]))
  const rows = answers.map((answer) => ({
    ...answer,
    recordingId: recordingOfPart(answer.recordingId),
    name: names.get(answer.recordingId) ?? '',
    unknown: answer.unknown ?? false,
  }))
  const resultId = context.project.evaluations.add(evaluation, rows)
  context.changed('evaluations')
  const outcome = `Accuracy ${(closed.accuracy * 100).toFixed(1)} % on ${counted(known.length, 'recording')}.`
  return { outcome, resultId }
}
