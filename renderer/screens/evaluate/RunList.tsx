import { UnstyledButton } from '@mantine/core'
import type { Evaluation } from '../../../src/engine/contract'
import { percentText } from '../../charts/rounded'

interface RunListProps {
  readonly runs: readonly Evaluation[]
  readonly openId: number
  /** The run that the open one is compared with. */
  readonly otherId: number | null
  readonly onOpen: (id: number) => void
}

/** Every evaluation of the project, newest first, with its accuracy and interval on one scale. */
export function RunList({ runs, openId, otherId, onOpen }: RunListProps) {
  const lowest = Math.min(...runs.map(({ interval }) => interval[0]))
  // The scale begins at a round tenth below all intervals, so that runs which differ little can be told apart.
  const from = Math.max(0, Math.floor(lowest * 10 - 0.5) / 10)
  const place = (share: number): number => (100 * (share - from)) / (1 - from)
  return (
    <>
      <ul className="run-list" aria-label="Evaluations">
        {runs.map((run) => (
          <li key={run.id}>
            <UnstyledButton
              className="run-row"
              aria-current={run.id === openId ? 'true' : undefined}
              onClick={() => onOpen(run.id)}
            >
              <span className="run-line">
                <span className="strong number">{percentText(run.accuracy, 1)}</span>
                <span className="dimmed number">
                  {new Date(run.createdAt).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' })}
                </span>
              </span>
              <span className="run-scale" aria-hidden>
                <span
                  className="run-interval"
                  style={{ left: `${place(run.interval[0])}%`, right: `${100 - place(run.interval[1])}%` }}
                />
                <span className="run-point" style={{ left: `${place(run.accuracy)}%` }} />
              </span>
              <span className="dimmed tabular">
                {splitText(run)} · {run.components} components
                {run.id === otherId && ' · compared'}
              </span>
              <span className="dimmed tabular">
                {run.labels.length} labels · {run.recordingCount.toLocaleString('en-US')} recordings
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      <div className="run-legend dimmed number" aria-hidden>
        <span>{percentText(from)}</span>
        <span>accuracy, 95 % interval</span>
        <span>100 %</span>
      </div>
    </>
  )
}

/** How it was split, in as few words as a row has. */
function splitText({ folds, group, configuration }: Evaluation): string {
  const by = group === null || group === 'recording' ? '' : ` by ${group}`
  switch (configuration?.request.split.kind) {
    case 'leaveOneGroupOut':
      return `one ${group ?? 'recording'} out`
    case 'given':
      return 'given split'
    default:
      return `${folds} folds${by}`
  }
}
