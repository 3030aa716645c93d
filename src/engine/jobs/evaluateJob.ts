import { CepstraError } from '../../cepstraError'
import { describeEvaluation, evaluateAnswers } from '../../recognition/evaluate'
import { foldsByRecording } from '../../recognition/foldsByRecording'
import type { BankMixture } from '../../recognition/bank'
import { framesPerComponent } from '../../recognition/trainLabel'
import { heldOutScoresOf, refusedWhenHeldOut, unknownRuleFrom, type HeldOutScore } from '../../recognition/unknownRule'
import { counted } from '../counted'
import { fitOptionsOf } from '../fitOptions'
import { byLabel, fitLabels, floorFor, type FitSettings } from './fitLabels'
import { scoreTrials } from './heldOutScores'
import type { JobContext, JobWork } from './jobContext'
import { labelsToModel, modeledRecordings } from './trainJob'
import { trainingSet, type TrainingRecording } from './trainingSet'

interface FoldResult {
  readonly recordingIds: readonly number[]
  readonly scores: readonly HeldOutScore[]
}

/** Cross-validation: every recording is labeled once by mixtures that have not seen it, nor a copy of it. */
export const evaluateBank: JobWork<'evaluate'> = async (request, context) => {
  const { components, seed, folds } = request
  const { covarianceType } = request
  const settings: FitSettings = { ...fitOptionsOf(request), components, covarianceType, seed }
  const set = await trainingSet(context)
  const { modeled } = labelsToModel(set)
  const labels = modeled.map(({ label }) => label)
  const recordings = modeledRecordings(set, modeled)
  const foldOf = foldsByRecording(recordings, { folds, seed })
  const heldOut = recordings.filter((_, i) => foldOf[i] !== null)
  if (labels.length < 2 || heldOut.length === 0) {
    throw new CepstraError(
      'NOTHING_TO_DO',
      `An evaluation needs at least two labels, and two different recordings of one; this project has ${counted(labels.length, 'label')} to model and ${counted(recordings.length, 'recording')} of them. Add some.`,
    )
  }
  context.count(labels.length * folds, 'mixtures')
  const byId = new Map(recordings.map((recording) => [recording.id, recording]))
  const ids: number[] = []
  const foldOfScore: number[] = []
  const scores: HeldOutScore[] = []
  for (let fold = 0; fold < folds; fold++) {
    const key = `fold ${fold} of ${set.hash} by ${context.version}`
    let result = context.checkpoint(key) as FoldResult | undefined
    if (result) context.advance(labels.length)
    else {
      const training = recordings.filter((_, i) => foldOf[i] !== fold)
      const asked = recordings.filter((_, i) => foldOf[i] === fold)
      result = await evaluateFold(training, asked, settings, byId, context, labels.length)
      context.setCheckpoint(key, result)
    }
    ids.push(...result.recordingIds)
    scores.push(...result.scores)
    foldOfScore.push(...result.scores.map(() => fold))
  }
  const ruled = unknownRuleFrom(scores).threshold !== null
  const refused = refusedWhenHeldOut(scores, foldOfScore)
  const answers = scores.map(({ truth, best }, i) => ({ truth, best, unknown: ruled ? (refused[i] ?? false) : null }))
  const figures = evaluateAnswers(answers, labels)
  const asked = new Set(heldOut.map(({ label }) => label))
  const evaluation = {
    folds,
    components,
    seed,
    recipe: set.frontEnd.recipe,
    ...figures,
    description: describeEvaluation({
      recordingCount: scores.length,
      labelCount: labels.length,
      folds,
      components,
      singleLabels: labels.filter((label) => !asked.has(label)),
    }),
  }
  const details = scores.map((score, i) => ({
    recordingId: ids[i],
    name: byId.get(ids[i] ?? 0)?.name ?? '',
    truth: score.truth,
    best: score.best,
    unknown: refused[i] ?? false,
    margin: score.margin ?? 0,
  }))
  const resultId = context.project.evaluations.add(evaluation, details)
  context.changed('evaluations')
  return {
    outcome: `Accuracy ${(figures.accuracy * 100).toFixed(1)} % on ${counted(scores.length, 'recording')}.`,
    resultId,
  }
}

async function evaluateFold(
  training: readonly TrainingRecording[],
  asked: readonly TrainingRecording[],
  settings: FitSettings,
  byId: ReadonlyMap<number, TrainingRecording>,
  context: JobContext,
  labelCount: number,
): Promise<FoldResult> {
  const labels = [...byLabel(training)]
    .map(([label, recordings]) => ({ label, recordings }))
    .filter(({ recordings }) => recordings.reduce((sum, { keptCount }) => sum + keptCount, 0) >= framesPerComponent)
  const mixtures: BankMixture[] = []
  const floor = await floorFor(training, settings, context)
  await fitLabels(labels, { settings, floor }, context, (entry) => {
    mixtures.push(entry)
    context.advance()
  })
  context.advance(labelCount - labels.length)
  mixtures.sort((a, b) => (a.label < b.label ? -1 : 1))
  const trials = asked.map(({ id, label }) => ({ recordingId: id, truth: label }))
  const labelsOfFold = mixtures.map(({ label }) => label)
  const scored = await scoreTrials(mixtures, null, trials, byId, context)
  const scores = heldOutScoresOf({ labels: labelsOfFold, trials: scored })
  return { recordingIds: asked.map(({ id }) => id), scores }
}
