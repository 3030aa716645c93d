import { wilsonInterval } from '../wilsonInterval'

/** A share that was counted, with its 95 % interval; 0 where there was nothing to count. */
export interface CountedRate {
  readonly share: number
  readonly interval: [number, number]
  readonly hits: number
  readonly trials: number
}

export function rateOf(hits: number, trials: number): CountedRate {
  return { share: trials === 0 ? 0 : hits / trials, interval: wilsonInterval(hits, trials), hits, trials }
}
