import { create } from 'zustand'
import type { EngineClient, ProjectSummary } from '../src/engine/contract'
import { queryClient, queryKeys } from './engine'
import { host } from './host'

interface ConnectionState {
  engine: EngineClient | null
  state: 'connecting' | 'open' | 'lost'
  /** Milliseconds of the clock at which the next attempt is made; null while one is under way. */
  nextAttemptAt: number | null
  attempts: number
}

export const useConnection = create<ConnectionState>()(() => ({
  engine: null,
  state: 'connecting',
  nextAttemptAt: null,
  attempts: 0,
}))

let wake: () => void = () => undefined

/** Tries again at once instead of waiting for the next attempt. */
export function reconnectNow(): void {
  wake()
}

/** An engine that started anew has no project open; the person still has one before them. */
async function reopenProject(engine: EngineClient): Promise<void> {
  const shown = queryClient.getQueryData<ProjectSummary | null>(queryKeys.project)
  if (!shown || (await engine.project.current())) return
  await engine.project.open({ path: shown.path }).catch(() => undefined)
}

/** Holds a connection to the engine for as long as the page lives, trying again with growing pauses (0.5 s to 15 s). */
export async function stayConnected(): Promise<never> {
  let everOpen = false
  for (let attempts = 0; ; attempts++) {
    useConnection.setState({ nextAttemptAt: null, attempts })
    try {
      const { engine, lost } = await host.connect()
      if (everOpen) await reopenProject(engine)
      useConnection.setState({ engine, state: 'open', attempts: 0 })
      if (everOpen) {
        // What was asked of the engine that is gone is never answered, and would keep its place on the page empty.
        await queryClient.cancelQueries()
        void queryClient.invalidateQueries()
      }
      everOpen = true
      attempts = 0
      await lost
    } catch {
      // The state below says so to the person; the next turn tries again.
    }
    const pauseMilliseconds = Math.min(15_000, 500 * 2 ** attempts)
    useConnection.setState({ state: 'lost', nextAttemptAt: Date.now() + pauseMilliseconds })
    await new Promise<void>((resolve) => {
      wake = resolve
      setTimeout(resolve, pauseMilliseconds)
    })
  }
}

/** The engine, for commands that run outside of React; throws while there is none. */
export function openEngine(): EngineClient {
  const { engine } = useConnection.getState()
  if (!engine) throw new Error('The connection to the engine is not open.')
  return engine
}
