import { setImmediate } from 'node:timers/promises'
import type { MessagePort } from 'node:worker_threads'
import type { FitCommand, FitStep } from '../../mixture/expectationMaximization'

/** A step is told to those who watch at most this often. */
const tellEveryMs = 50

/**
 * Runs a fit to its end, or, once the number that `stop` holds on shared memory is no longer 0, to the best it has by
 * then. The port hears of its steps.
 */
export async function runSteps<Result>(
  steps: Generator<FitStep, Result, FitCommand>,
  { port, stop }: { readonly port?: MessagePort; readonly stop?: Int32Array },
): Promise<Result> {
  let toldAt = 0
  let boundToldAt = 0
  let next = steps.next()
  while (!next.done) {
    const now = Date.now()
    // Steps with a bound are few among those without one, and must not be missed for them.
    const hasBound = next.value.lowerBound !== null
    if (port && now - (hasBound ? boundToldAt : toldAt) >= tellEveryMs) {
      toldAt = now
      if (hasBound) boundToldAt = now
      port.postMessage(next.value)
      await setImmediate()
    }
    next = steps.next(stop && Atomics.load(stop, 0) !== 0 ? 'stop' : undefined)
  }
  return next.value
}
