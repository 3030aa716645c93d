import { useState } from 'react'
import { Button, Progress } from '@mantine/core'
import type { Job } from '../../src/engine/contract'
import { useEngine } from '../engine'
import { duration } from './seconds'
import './runningJob.css'

/** One line that tells how far a job is, with a way to stop it. */
export function RunningJob({ job }: { readonly job: Job }) {
  const engine = useEngine()
  const [cancelling, setCancelling] = useState(false)
  const words = [job.state === 'queued' ? 'waits for its turn' : `${job.done} of ${job.total} ${job.unit}`]
  if (job.secondsLeft !== null) words.push(`${duration(job.secondsLeft)} left`)
  const cancel = async (): Promise<void> => {
    setCancelling(true)
    // A job that ended in the meantime can no longer be cancelled, which is no failure.
    await engine.jobs.cancel({ id: job.id }).catch(() => undefined)
  }
  return (
    <div className="running-job" role="status" aria-label={job.title}>
      <span className="strong">{job.title}</span>
      <Progress
        size="sm"
        value={job.total > 0 ? (100 * job.done) / job.total : 0}
        aria-label={`Progress of ${job.title}`}
        transitionDuration={150}
      />
      <span className="dimmed tabular">{words.join(' · ')}</span>
      <Button size="compact-xs" variant="default" disabled={cancelling} onClick={() => void cancel()}>
        {cancelling ? 'Cancelling' : 'Cancel'}
      </Button>
    </div>
  )
}
