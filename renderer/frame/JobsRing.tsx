import { useEffect, useRef } from 'react'
import { Popover, RingProgress, UnstyledButton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCheck, IconListCheck } from '@tabler/icons-react'
import type { Job } from '../../src/engine/contract'
import { useJobs } from '../engineEvents'
import { useNavigation } from '../navigation'
import { JobsPanel } from './JobsPanel'

const isActive = ({ state }: Job): boolean => state === 'queued' || state === 'running'

/** The share of all active jobs that is done, each job counting alike. */
function shareDone(active: readonly Job[]): number {
  const shares = active.map(({ done, total }) => (total > 0 ? done / total : 0))
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length)
}

/** Tells failures that happen while the panel is closed. */
function useFailureNotices(jobs: readonly Job[]): void {
  const seenActive = useRef(new Set<number>())
  useEffect(() => {
    for (const job of jobs) {
      if (isActive(job)) seenActive.current.add(job.id)
      else if (seenActive.current.delete(job.id) && job.state === 'failed') {
        notifications.show({ color: 'red', title: job.title, message: job.error?.message ?? 'The job failed.' })
      }
    }
  }, [jobs])
}

/** The jobs at a glance; opens the list of them. */
export function JobsRing() {
  const jobs = useJobs((state) => state.jobs)
  const shown = useNavigation((state) => state.jobsShown)
  const showJobs = useNavigation((state) => state.showJobs)
  useFailureNotices(jobs)
  const active = jobs.filter(isActive)
  const last = jobs.at(-1)
  const percent = Math.round(100 * shareDone(active))
  const words =
    active.length > 0
      ? `${active.length === 1 ? active[0].title : `${active.length} jobs`} ${percent} %`
      : (last?.outcome ?? (jobs.length > 0 ? `${jobs.length} jobs ended` : 'No jobs'))
  return (
    <Popover opened={shown} onChange={showJobs} position="bottom-end" width={420} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <UnstyledButton className="jobs-button" aria-label={`Jobs: ${words}`} onClick={() => showJobs(!shown)}>
          <span className="cut" aria-live="polite">
            {words}
          </span>
          {active.length > 0 ? (
            <RingProgress
              size={22}
              thickness={3}
              sections={[{ value: percent, color: 'accent' }]}
              rootColor="var(--line)"
              aria-hidden
            />
          ) : last?.state === 'done' ? (
            <IconCheck size={16} aria-hidden />
          ) : (
            <IconListCheck size={16} aria-hidden />
          )}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Jobs">
        <JobsPanel jobs={jobs} />
      </Popover.Dropdown>
    </Popover>
  )
}
