import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { CepstraError } from '../../cepstraError'
import { recipeSchema, type Recipe } from '../../features/recipe'
import { withProject } from '../openEngine'
import { answer, type OutputOptions } from '../output'
import type { Places } from '../places'
import { problemJson, problemLines, unlessAllFailed } from '../problems'
import { allRecordings } from '../recordings'
import { runJob } from '../runJob'

export function addExtract(program: Command, places: Places): void {
  program
    .command('extract')
    .description('compute the features of every recording that has none yet')
    .argument('<project>', 'the project folder')
    .option(
      '--recipe <file>',
      'a JSON file with recipe options; those left out have their defaults. It becomes the project’s recipe',
    )
    .option('--json', 'answer with one JSON document')
    .action(async (project: string, options: OutputOptions & { recipe?: string }) => {
      await withProject(places, project, async (engine) => {
        if (options.recipe !== undefined) {
          await engine.client.features.setRecipe({ recipe: await readRecipe(options.recipe) })
        }
        const startedAt = Date.now()
        const job = await runJob(engine, { kind: 'extract' })
        const current = await engine.client.project.current()
        const recordings = [
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

async function readRecipe(path: string): Promise<Recipe> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new CepstraError('FILE_NOT_FOUND', `The recipe ${path} cannot be read. Check that the file is there.`)
  })
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CepstraError('RECIPE_INVALID', `The recipe ${path} is not JSON: ${why}`)
  }
  const parsed = recipeSchema.strict().safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue && issue.path.length > 0 ? ` at "${issue.path.join('.')}"` : ''
  throw new CepstraError(
    'RECIPE_INVALID',
    `The recipe ${path} is not valid${where}: ${issue?.message ?? ''}. Its options are ${Object.keys(recipeSchema.shape).join(', ')}.`,
  )
}
