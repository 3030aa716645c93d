import type { FitCommand } from './ascent'

/** A pause of work that has no lower bound to tell of. */
export interface QuietStep {
  readonly start: number
  readonly iteration: number
  readonly lowerBound: null
}

/** Does work while the caller watches; null when it says `stop`. */
export function* watched<Result>(
  work: Generator<void, Result>,
  { start, iteration = 0 }: { start: number; iteration?: number },
): Generator<QuietStep, Result | null, FitCommand> {
  let next = work.next()
  while (!next.done) {
    if ((yield { start, iteration, lowerBound: null }) === 'stop') return null
    next = work.next()
  }
  return next.value
}
