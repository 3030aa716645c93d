import { UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { queryKeys, useEngine } from '../../engine'
import { useFocus } from '../../focus'
import { LabelMark } from '../../widgets/LabelMark'
import { duration } from '../../widgets/seconds'
import { ErrorNote } from '../../widgets/ErrorNote'

interface LabelListProps {
  /** Undefined is all labels. */
  readonly chosen: string | null | undefined
  onChoose(label: string | null | undefined): void
}

/** Labels with what there is of each, and in words where that is too little. Choosing one filters the table. */
export function LabelList({ chosen, onChoose }: LabelListProps) {
  const engine = useEngine()
  const { data: labels = [], error } = useQuery({
    queryKey: queryKeys.labels,
    queryFn: () => engine.recordings.labels(),
  })
  const count = labels.reduce((sum, { recordingCount }) => sum + recordingCount, 0)
  const seconds = labels.reduce((sum, label) => sum + label.seconds, 0)
  const choose = (label: string | null): void => {
    onChoose(label === chosen ? undefined : label)
    useFocus.getState().focusLabel(label)
  }
  let key = 0
  return (
    <>
      <div className="panel-head">
        <h2 className="panel-title">Labels</h2>
      </div>
      {error && <ErrorNote error={error} />}
      <ul className="label-list">
        <li>
          <UnstyledButton className="label-row" aria-pressed={chosen === undefined} onClick={() => onChoose(undefined)}>
            <span className="strong">All</span>
            <span className="number">{count.toLocaleString('en-US')}</span>
            <span className="number dimmed">{duration(seconds)}</span>
          </UnstyledButton>
        </li>
        {labels.map((summary) => {
          const digit = summary.label === null ? null : ++key
          return (
            <li key={summary.label ?? ''}>
              <UnstyledButton
                className="label-row"
                aria-pressed={chosen === summary.label}
                onClick={() => choose(summary.label)}
              >
                <LabelMark label={summary.label} />
                <span className="number">{summary.recordingCount.toLocaleString('en-US')}</span>
                <span className="number dimmed">{duration(summary.seconds)}</span>
                <span
                  className="label-digit dimmed"
                  title={digit !== null && digit <= 9 ? `Key ${digit} gives this label` : ''}
                >
                  {digit !== null && digit <= 9 ? digit : ''}
                </span>
              </UnstyledButton>
              {summary.warning && <p className="label-warning">{summary.warning}</p>}
            </li>
          )
        })}
      </ul>
    </>
  )
}
