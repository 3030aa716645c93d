import type { Command } from 'commander'
import { CepstraError } from '../../cepstraError'
import type { EngineClient } from '../../engine/contract'
import type { Recipe } from '../../features/recipe'
import { withProject } from '../openEngine'
import { answer, type OutputOptions } from '../output'
import type { Places } from '../places'
import { problemJson, problemLines, unlessAllFailed } from '../problems'
import { addPresetHelp, addRecipeOptions, asksRecipe, recipeAsked, type RecipeOptionValues } from '../recipeOptions'
import { allRecordings } from '../recordings'
import { runJob } from '../runJob'

export function addExtract(program: Command, places: Places): void {
  const command = program
    .command('extract')
    .description('compute the features of every recording that has none yet; a recipe becomes the project’s')
    .argument('<project>', 'the project folder')
  addPresetHelp(addRecipeOptions(command))
    .option('--json', 'answer with one JSON document')
    .action(async (project: string, options: OutputOptions & RecipeOptionValues) => {
      await withProject(places, project, async (engine) => {
        if (asksRecipe(options)) {
          await engine.client.features.setRecipe({ recipe: await projectRecipe(engine.client, options) })
        }
        const startedAt = Date.now()
        const job = await runJob(engine, { kind: 'extract' })
        const current = await engine.client.project.current()
        // The job looked at all of them; to list ten thousand takes a second.
        const recordings =
          job.fileErrors === 0
            ? []
            : [
                ...(await allRecordings(engine.client, { role: 'training' })),
                ...(await allRecordings(engine.client, { role: 'query' })),
              ]
        const problems = recordings.filter(({ features }) => features !== 'ready').map(problemJson)
        const document = {
          outcome: job.outcome,
          recordings: current?.recordingCount,
          featuresReady: current?.featuresReady,
          failed: job.fileErrors,
          seconds: (Date.now() - startedAt) / 1000,
          recipe: current?.recipe,
          problems,
        }
        answer(options, document, [job.outcome ?? '', ...problemLines(problems)])
        unlessAllFailed(
          job.fileErrors,
          (current?.recordingCount ?? 0) + (current?.queryCount ?? 0),
          'be turned into features',
        )
      })
    })
}

/** The recipe that is asked for, at the project's rate. Changes alone change the one that the project has. */
async function projectRecipe(client: EngineClient, options: RecipeOptionValues): Promise<Recipe> {
  const { preset, changes } = await recipeAsked(options)
  const current = await client.project.current()
  const rate = current?.sampleRateHz ?? null
  if (preset !== undefined && rate === null) {
    throw new CepstraError(
      'NOTHING_TO_DO',
      `What the preset ${preset} means depends on the sample rate, and this project has none yet. Import recordings first.`,
    )
  }
  const alone = options.recipe === undefined && preset === undefined
  // What a project is normalized by can only be measured once all else is settled.
  const byProject = changes['normalization'] === 'project'
  const recipe = await client.tools.recipe({
    ...(preset === undefined ? {} : { preset }),
    changes: { ...(alone ? current?.recipe : {}), ...changes, ...(byProject ? { normalization: 'none' } : {}) },
    ...(rate === null ? {} : { sampleRateHz: rate }),
  })
  return byProject ? withStatistics(client, recipe) : recipe
}

/** The recipe with the statistics of the project's labeled recordings. */
async function withStatistics(client: EngineClient, recipe: Recipe): Promise<Recipe> {
  const measuring = await client.features.measureStatistics({ recipe })
  for (;;) {
    const step = await measuring.next()
    if (step.done) return step.value.recipe
  }
}
