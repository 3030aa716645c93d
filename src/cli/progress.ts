import { SingleBar } from 'cli-progress'
import type { Job } from '../engine/contract'

/** How far some work is; see the contract's job. */
type Work = Pick<Job, 'title' | 'done' | 'total' | 'unit' | 'ratePerSecond' | 'secondsLeft'>

/**
 * How far work is: a bar on a terminal, a line every few seconds elsewhere. Always on stderr, so that stdout is the
 * answer's alone.
 */
export class Progress {
  readonly #bar: SingleBar | undefined
  #toldAt = Date.now()
  #started = false

  constructor() {
    if (!process.stderr.isTTY) return
    const format = '{title} {bar} {value}/{total} {unit}{pace}'
    this.#bar = new SingleBar({ format, stream: process.stderr, barsize: 24, hideCursor: true, clearOnComplete: true })
  }

  show(job: Work): void {
    if (job.total === 0) return
    const facts = { title: job.title, unit: job.unit, pace: paceOf(job) }
    if (this.#bar) {
      if (!this.#started) this.#bar.start(job.total, job.done, facts)
      this.#started = true
      this.#bar.setTotal(job.total)
      this.#bar.update(job.done, facts)
    } else if (Date.now() - this.#toldAt > 5000) {
      this.#toldAt = Date.now()
      process.stderr.write(`${job.title}: ${job.done} of ${job.total} ${job.unit}${facts.pace}\n`)
    }
  }

  end(): void {
    if (this.#started) this.#bar?.stop()
  }
}

/** Rate and time left, once there is anything to tell them from. */
function paceOf({ ratePerSecond, secondsLeft }: Work): string {
  if (ratePerSecond === null || secondsLeft === null) return ''
  return `, ${Number(ratePerSecond.toPrecision(3))} a second, ${durationText(secondsLeft)} left`
}

function durationText(seconds: number): string {
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
