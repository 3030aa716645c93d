import { CepstraError } from '../../cepstraError'
import type { Recipe } from '../../features/recipe'
import { recipeHash } from '../../features/recipeHash'
import { checkRecipe } from '../../features/validateRecipe'
import type { Project } from '../../project/project'
import { matrixOf } from '../matrixWire'
import { calls } from './base'
import { recordingOf } from './recordingCalls'

/** How many recordings have no features yet under a recipe. */
function toCompute(project: Project, recipe: Recipe): { toCompute: number; total: number } {
  const total = project.recordings.count('training')
  const rateHz = project.sampleRateHz
  if (rateHz === null) return { toCompute: total, total }
  return { toCompute: project.features.coverage(recipeHash(recipe, rateHz)).missing, total }
}

export const featureCalls = {
  setRecipe: calls.features.setRecipe.handler(({ input, context }) => {
    checkRecipe(input.recipe)
    const { project } = context.session.required()
    project.recipe = input.recipe
    context.events.changed('project')
    context.events.changed('features')
    return { toCompute: toCompute(project, input.recipe).toCompute }
  }),

  cost: calls.features.cost.handler(({ input, context }) => {
    checkRecipe(input.recipe)
    return toCompute(context.session.required().project, input.recipe)
  }),

  preview: calls.features.preview.handler(async ({ input, context, signal }) => {
    const { project } = context.session.required()
    const recording = recordingOf(project, input.id)
    const sampleRateHz = project.sampleRateHz
    if (sampleRateHz === null) throw new CepstraError('NOTHING_TO_DO', 'This project holds no readable recordings yet.')
    const recipe = input.recipe ?? project.recipe
    checkRecipe(recipe)
    const { features, spectrogram } = await context.pool.run(
      'preview',
      {
        path: recording.path,
        recipe,
        sampleRateHz,
        startSeconds: input.startSeconds,
        lengthSeconds: input.lengthSeconds,
      },
      signal ? { signal } : {},
    )
    return {
      columnNames: [...features.columnNames],
      frames: matrixOf(features.data, features.frameCount, features.dimensions),
      speech: Array.from(features.speech),
      spectrogram: matrixOf(spectrogram.data, spectrogram.rows, spectrogram.columns),
      sampleRateHz,
      startSeconds: input.startSeconds,
      hopSeconds: features.hopSeconds,
      frameSeconds: features.frameSeconds,
    }
  }),
}
