import { createEngine, type Engine } from '../engine/createEngine'
import { version } from '../engine/version'
import { interruption } from './interruption'
import type { Places } from './places'

/** An engine in this process, closed again when `work` has ended: well, badly, or because the process is to end. */
export async function withEngine<T>(places: Places, work: (engine: Engine) => Promise<T>): Promise<T> {
  interruption()
  const { workerFile, samplesFolder } = places
  const engine = createEngine({ workerFile, samplesFolder, version, shell: 'terminal' })
  try {
    return await work(engine)
  } finally {
    await engine.close()
  }
}

/** The same, with a project open. */
export function withProject<T>(places: Places, project: string, work: (engine: Engine) => Promise<T>): Promise<T> {
  return withEngine(places, async (engine) => {
    await engine.client.project.open({ path: project })
    return work(engine)
  })
}
