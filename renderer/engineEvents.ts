import { useEffect } from 'react'
import { create } from 'zustand'
import type { EngineClient, EngineEvent, Job } from '../src/engine/contract'
import { queryClient } from './engine'

interface JobsState {
  /** By id, in the order in which they were started. */
  jobs: readonly Job[]
  /** Lower bound by iteration of each label, by training job: `fits[jobId][label][iteration]`. */
  fits: Readonly<Record<number, Readonly<Record<string, readonly number[]>>>>
}

/** The engine's jobs and the course of running trainings, as its events tell them. */
export const useJobs = create<JobsState>()(() => ({ jobs: [], fits: {} }))

/** What is left of the list after the engine was asked to clear ended jobs. */
export function dropEndedJobs(): void {
  useJobs.setState(({ jobs }) => ({ jobs: jobs.filter(({ state }) => state === 'queued' || state === 'running') }))
}

type FitEvent = Extract<EngineEvent, { type: 'fit' }>['fit']

/** Adds lower bounds to the course of their trainings; an iteration told twice is kept once. */
export function addFits(events: readonly FitEvent[]): void {
  if (events.length === 0) return
  useJobs.setState(({ fits }) => {
    const next: Record<number, Record<string, number[]>> = {}
    for (const { jobId, label, iteration, lowerBound } of events) {
      next[jobId] ??= Object.fromEntries(Object.entries(fits[jobId] ?? {}).map(([name, bounds]) => [name, [...bounds]]))
      const bounds = (next[jobId][label] ??= [])
      bounds[iteration] = lowerBound
    }
    return { fits: { ...fits, ...next } }
  })
}

function addJob(job: Job): void {
  useJobs.setState(({ jobs }) => ({
    jobs: [...jobs.filter(({ id }) => id !== job.id), job].sort((one, other) => one.id - other.id),
  }))
}

/** An import can announce a change with every file; the page asks again at most this often. */
const gatherMilliseconds = 300

/** Follows the engine's events: keeps the jobs and asks again for whatever an event calls changed. */
export function useEngineEvents(engine: EngineClient | null): void {
  useEffect(() => {
    if (!engine) return
    const stop = new AbortController()
    const changed = new Set<string>()
    const fits: FitEvent[] = []
    let timer: ReturnType<typeof setTimeout> | null = null
    const flush = (): void => {
      timer = null
      addFits(fits.splice(0))
      for (const what of changed) void queryClient.invalidateQueries({ queryKey: [what] })
      changed.clear()
    }
    const gather = (): void => {
      timer ??= setTimeout(flush, gatherMilliseconds)
    }
    const follow = async (): Promise<void> => {
      const events = await engine.system.events(undefined, { signal: stop.signal })
      for await (const event of events) {
        if (event.type === 'job') addJob(event.job)
        if (event.type === 'fit') fits.push(event.fit)
        if (event.type === 'changed') changed.add(event.what).add('project')
        if (event.type !== 'job') gather()
      }
    }
    const keepFollowing = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        // A failing stream means a lost connection, which the connection itself notices and tells.
        await follow().catch(() => undefined)
        await new Promise((resolve) => setTimeout(resolve, 1000))
      }
    }
    useJobs.setState({ jobs: [] })
    void keepFollowing()
    return () => {
      stop.abort()
      if (timer) clearTimeout(timer)
    }
  }, [engine])
}
