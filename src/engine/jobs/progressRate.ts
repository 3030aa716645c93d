/** The rate of a job over its recent past, so that time left follows when work speeds up or slows down. */
export class ProgressRate {
  readonly #windowMs: number
  readonly #marks: { at: number; done: number }[] = []

  constructor(windowMs = 8000) {
    this.#windowMs = windowMs
  }

  /** Forgets the past: what is counted from now on is something else. */
  restart(done: number, at: number): void {
    this.#marks.length = 0
    this.mark(done, at)
  }

  /** Notes that `done` units were finished at the time `at`, in milliseconds. */
  mark(done: number, at: number): void {
    this.#marks.push({ at, done })
    while (this.#marks.length > 2 && at - (this.#marks[1]?.at ?? at) > this.#windowMs) this.#marks.shift()
  }

  /** Units a second, or null until there is anything to tell it from. */
  perSecond(): number | null {
    const first = this.#marks[0]
    const last = this.#marks.at(-1)
    if (!first || !last || last.at - first.at < 200 || last.done <= first.done) return null
    return ((last.done - first.done) * 1000) / (last.at - first.at)
  }
}
