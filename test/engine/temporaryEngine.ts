import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pino } from 'pino'
import type { Job, JobRequest } from '../../src/engine/contract'
import { createEngine, type Engine, type EngineOptions } from '../../src/engine/createEngine'
import { defaultRecipe } from '../../src/features/recipe'

const root = resolve(import.meta.dirname, '../..')

export const samplesFolder = join(root, 'resources/samples')

/** A folder that is removed when the test's `using` block ends, and in which the program keeps its own files too. */
export function temporaryFolder(): Disposable & { path: string } {
  const path = mkdtempSync(join(tmpdir(), 'cepstra-test-'))
  process.env['CEPSTRA_HOME'] = join(path, 'home')
  return {
    path,
    [Symbol.dispose]() {
      rmSync(path, { recursive: true, force: true })
    },
  }
}

/** An engine over the built worker, as the shells make it. */
export function testEngine(options: Partial<EngineOptions> = {}): Engine & AsyncDisposable {
  const engine = createEngine({
    workerFile: join(root, 'out/main/worker.js'),
    version: 'test',
    shell: 'terminal',
    samplesFolder,
    log: pino({ level: 'silent' }),
    ...options,
  })
  return { ...engine, [Symbol.asyncDispose]: () => engine.close() }
}

/** Starts a job and waits for its end, whatever that is. */
export async function ended(engine: Engine, request: JobRequest): Promise<Job> {
  const { jobId } = await engine.client.jobs.start({ request })
  return endOf(engine, jobId)
}

export async function endOf(engine: Engine, id: number): Promise<Job> {
  for (;;) {
    const job = await engine.client.jobs.get({ id })
    if (job.endedAt !== null) return job
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Changes the project's recipe, so that the features that an import leaves of short recordings are not those that count. */
export async function anotherRecipe({ client }: Engine): Promise<void> {
  const { recipe } = (await client.project.current()) ?? { recipe: defaultRecipe }
  await client.features.setRecipe({ recipe: { ...recipe, deltas: recipe.deltas === 1 ? 2 : 1 } })
}

export const importRequest = (paths: string[]): JobRequest => ({
  kind: 'import',
  paths,
  labels: { from: 'folder' },
  role: 'training',
})

export const trainRequest = (components = 8): JobRequest => ({
  kind: 'train',
  components,
  seed: 0,
  maxIterations: 100,
  tolerance: 1e-3,
  initialization: 'kmeans',
})
