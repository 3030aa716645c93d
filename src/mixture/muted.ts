/** Runs work to its end, telling `step` in place of its own at each of its pauses. */
export function* muted<Step, Result>(work: Generator<unknown, Result>, step: Step): Generator<Step, Result> {
  let next = work.next()
  while (!next.done) {
    yield step
    next = work.next()
  }
  return next.value
}
