import { Button, Progress, UnstyledButton } from '@mantine/core'
import type { Job } from '../../src/engine/contract'
import { useEngine } from '../engine'
import { dropEndedJobs } from '../engineEvents'
import { useFocus } from '../focus'
import { useNavigation } from '../navigation'
import type { ScreenId } from '../navigation'
import { duration } from '../widgets/seconds'

const screenOf: Readonly<Record<Job['request']['kind'], ScreenId>> = {
  import: 'recordings',
  extract: 'features',
  train: 'models',
  update: 'models',
  calibrate: 'models',
  label: 'recognize',
  evaluate: 'evaluate',
  select: 'models',
  cluster: 'recordings',
}

/** Goes to what came of a job. */
function showResult(job: Job): void {
  const { go, showJobs } = useNavigation.getState()
  if (job.request.kind === 'train' || job.request.kind === 'update') useFocus.getState().focusBank(job.resultId)
  go(job.request.kind === 'import' && job.request.role === 'query' ? 'recognize' : screenOf[job.request.kind])
  showJobs(false)
}

function progressWords(job: Job): string {
  if (job.state === 'queued') return 'Waits for its turn'
  const words = [`${job.done} of ${job.total} ${job.unit}`]
  if (job.ratePerSecond !== null) words.push(`${job.ratePerSecond.toPrecision(2)} a second`)
  if (job.secondsLeft !== null) words.push(`${duration(job.secondsLeft)} left`)
  return words.join(' · ')
}

function endWords(job: Job): string {
  if (job.state === 'cancelled') return job.outcome ?? 'Cancelled; what was finished is kept'
  if (job.state === 'failed') return job.error?.message ?? 'Failed'
  return job.outcome ?? 'Done'
}

function ActiveJob({ job }: { readonly job: Job }) {
  const engine = useEngine()
  return (
    <li className="job">
      <div className="job-line">
        <span className="cut strong">{job.title}</span>
        <Button size="compact-xs" variant="default" onClick={() => void engine.jobs.cancel({ id: job.id })}>
          Cancel
        </Button>
      </div>
      <Progress
        size="xs"
        value={job.total > 0 ? (100 * job.done) / job.total : 0}
        aria-label={`Progress of ${job.title}`}
        transitionDuration={150}
      />
      <span className="dimmed tabular">{progressWords(job)}</span>
    </li>
  )
}

function EndedJob({ job }: { readonly job: Job }) {
  return (
    <li className="job">
      <UnstyledButton className="job-result" onClick={() => showResult(job)}>
        <span className="job-line">
          <span className="strong">{job.title}</span>
          {job.startedAt !== null && job.endedAt !== null && (
            <span className="dimmed number">{duration((job.endedAt - job.startedAt) / 1000)}</span>
          )}
        </span>
        <span className={job.state === 'failed' ? 'error-text' : 'dimmed'}>{endWords(job)}</span>
        {job.fileErrors > 0 && (
          <span className="warning-text">
            {job.fileErrors === 1
              ? '1 file had an error of its own'
              : `${job.fileErrors} files had errors of their own`}
            ; the rows say which
          </span>
        )}
      </UnstyledButton>
    </li>
  )
}

/** Running jobs with their progress and a way to stop them; ended ones with what came of them. */
export function JobsPanel({ jobs }: { readonly jobs: readonly Job[] }) {
  const engine = useEngine()
  const active = jobs.filter(({ state }) => state === 'queued' || state === 'running')
  const ended = jobs.filter((job) => !active.includes(job)).reverse()
  const clear = async (): Promise<void> => {
    await engine.jobs.clear()
    dropEndedJobs()
  }
  return (
    <div className="jobs-panel">
      <div className="panel-head">
        <h2 className="panel-title">Jobs</h2>
        <Button size="compact-xs" variant="default" disabled={ended.length === 0} onClick={() => void clear()}>
          Clear ended
        </Button>
      </div>
      {jobs.length === 0 && <p className="jobs-empty dimmed">Imports, trainings and evaluations appear here.</p>}
      <ul className="jobs-list">
        {active.map((job) => (
          <ActiveJob key={job.id} job={job} />
        ))}
        {ended.map((job) => (
          <EndedJob key={job.id} job={job} />
        ))}
      </ul>
    </div>
  )
}
