import { CepstraError } from '../../cepstraError'
import type { Recipe } from '../../features/recipe'
import { recipeHash } from '../../features/recipeHash'
import { checkRecipe } from '../../features/validateRecipe'
import type { Project } from '../../project/project'
import { matrixOf } from '../matrixWire'
import type { PreviewRequest } from '../contract'
import type { StretchOf } from '../decodedStretches'
import { measureStatistics, type StatisticsProgress } from '../jobs/measureStatistics'
import { telling } from '../telling'
import { calls, type EngineContext } from './base'
import { soundOf } from './recordingCalls'

/** How many recordings have no features yet under a recipe. */
function toCompute(project: Project, recipe: Recipe): { toCompute: number; total: number } {
  const total = project.recordings.count('training')
  const rateHz = project.sampleRateHz
  if (rateHz === null) return { toCompute: total, total }
  return { toCompute: project.features.coverage(recipeHash(recipe, rateHz)).missing, total }
}

export const featureCalls = {
  setRecipe: calls.features.setRecipe.handler(({ input, context }) => {
    const { project } = context.session.required()
    checkKind(project, input.recipe)
    checkRecipe(input.recipe, project.sampleRateHz)
    project.recipe = input.recipe
    context.events.changed('project')
    context.events.changed('features')
    return { toCompute: toCompute(project, input.recipe).toCompute }
  }),

  cost: calls.features.cost.handler(({ input, context }) => {
    const { project } = context.session.required()
    checkRecipe(input.recipe, project.sampleRateHz)
    return toCompute(project, input.recipe)
  }),

  measureStatistics: calls.features.measureStatistics.handler(async function* ({ input: { recipe }, context }) {
    const { project } = context.session.required()
    checkKind(project, recipe)
    checkRecipe({ ...recipe, normalization: 'none', projectStatistics: null }, project.sampleRateHz)
    const { pool, log, events } = context
    const measured = yield* telling<StatisticsProgress, Recipe>((tell, signal) =>
      measureStatistics(
        recipe,
        pool.threadCount,
        { project, log, signal, run: (name, given, options) => pool.run(name, given, { signal, ...options }) },
        tell,
      ),
    )
    events.changed('features')
    return { recipe: measured }
  }),

  preview: calls.features.preview.handler(async ({ input, context, signal }) => {
    const { recipe, stretch } = shownStretch(input, context)
    const shown = await context.decodedStretches.during(stretch, (decoded) =>
      context.pool.run('preview', { ...stretch, recipe, decoded }, signal ? { signal } : {}),
    )
    const { features, levels } = shown
    const { frameCount, hopSeconds, frameSeconds } = features
    return {
      columnNames: [...features.columnNames],
      frames: matrixOf(features.data, frameCount, features.dimensions),
      speech: Array.from(features.speech),
      verdicts: shown.verdicts,
      levels: matrixOf(levels, frameCount, 1),
      filters: shown.filters,
      sampleRateHz: stretch.sampleRateHz,
      startSeconds: stretch.startSeconds,
      hopSeconds,
      frameSeconds,
      warnings: [...shown.decoded.warnings],
    }
  }),

  spectrogram: calls.features.spectrogram.handler(async ({ input, context, signal }) => {
    const { frameSeconds, hopSeconds, ...asked } = input
    const stretch = soundStretch(asked, context)
    const { data, rows, columns } = await context.decodedStretches.during(stretch, (decoded) =>
      context.pool.run('spectrogram', { ...stretch, frameSeconds, hopSeconds, decoded }, signal ? { signal } : {}),
    )
    const { sampleRateHz, startSeconds } = stretch
    return { levels: matrixOf(data, rows, columns), sampleRateHz, startSeconds, hopSeconds, frameSeconds }
  }),

  tracks: calls.features.tracks.handler(async ({ input, context, signal }) => {
    const { recipe, stretch } = shownStretch(input, context)
    const { names, values, frameCount } = await context.decodedStretches.during(stretch, (decoded) =>
      context.pool.run('traceColumns', { ...stretch, recipe, extras: input.extras, decoded }, signal ? { signal } : {}),
    )
    return { names, values: matrixOf(values, frameCount, names.length) }
  }),
}

/** Features that were made elsewhere are taken as they are, and sound has none before a recipe is applied. */
function checkKind(project: Project, recipe: Recipe): void {
  if ((project.recipe.given === null) === (recipe.given === null)) return
  throw new CepstraError(
    'RECIPE_INVALID',
    project.recipe.given
      ? 'The features of this project were made by another program, so no recipe can be applied to them. Import the sound into a project of its own.'
      : 'This recipe stands for features that another program made, but this project is one of sound.',
  )
}

/** The recipe and the stretch that are to be looked at. */
function shownStretch({ recipe: asked, ...where }: PreviewRequest, context: Pick<EngineContext, 'session'>) {
  const stretch = soundStretch(where, context)
  const recipe = asked ?? context.session.required().project.recipe
  checkRecipe(recipe, stretch.sampleRateHz)
  return { recipe, stretch }
}

function soundStretch(
  { id, startSeconds, lengthSeconds }: Omit<PreviewRequest, 'recipe'>,
  { session }: Pick<EngineContext, 'session'>,
): StretchOf {
  const { project } = session.required()
  const { path } = soundOf(project, id)
  const { sampleRateHz } = project
  if (sampleRateHz === null) throw new CepstraError('NOTHING_TO_DO', 'This project holds no readable recordings yet.')
  return { path, sampleRateHz, startSeconds, lengthSeconds }
}
