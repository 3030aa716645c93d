import { implement, ORPCError } from '@orpc/server'
import { isCepstraError } from '../../cepstraError'
import { contract } from '../contract'
import type { DecodedStretches } from '../decodedStretches'
import type { EngineEvents } from '../events'
import type { Log } from '../log'
import type { WorkerPool } from '../pool'
import type { Session } from '../session'
import type { TableWorks } from '../tables/tableWork'
import { wireErrorOf } from '../wireError'

/** What every call is answered with. */
export interface EngineContext {
  readonly session: Session
  readonly events: EngineEvents
  readonly pool: WorkerPool
  /** What is being fitted to tables. */
  readonly tableWorks: TableWorks
  /** What the front end was last looked at with. */
  readonly decodedStretches: DecodedStretches
  readonly log: Log
  readonly version: string
  readonly shell: 'desktop' | 'browser' | 'terminal'
  /** Where the sample recordings are, or null where they were not shipped. */
  readonly samplesFolder: string | null
}

/**
 * The contract, ready to be implemented. Expected failures leave with their own code and sentence; everything else is
 * logged and leaves as INTERNAL with details to copy.
 */
export const calls = implement(contract)
  .$context<EngineContext>()
  .use(async ({ context, next, path }) => {
    try {
      return await next()
    } catch (error) {
      if (error instanceof ORPCError) throw error
      const { code, message, details } = wireErrorOf(error)
      if (!isCepstraError(error)) context.log.error({ err: error, call: path.join('.') }, 'a call failed')
      throw new ORPCError(code, { message, data: details === undefined ? undefined : { details } })
    }
  })
