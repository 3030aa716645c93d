import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconPlayerPlayFilled } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { natsText } from '../../charts/rounded'
import { queryKeys, useEngine } from '../../engine'
import { useFocus } from '../../focus'
import { usePlayer } from '../../player'
import { ErrorNote } from '../../widgets/ErrorNote'
import { LabelMark } from '../../widgets/LabelMark'
import type { CellChoice } from './ConfusionView'

interface CellRecordingsProps {
  readonly evaluationId: number
  readonly cell: CellChoice
}

/** The recordings behind one cell of the confusion matrix, to be listened to. */
export function CellRecordings({ evaluationId, cell }: CellRecordingsProps) {
  const engine = useEngine()
  const focusedId = useFocus((focus) => focus.recordingId)
  const { truth, answer } = cell
  const list = useQuery({
    queryKey: queryKeys.evaluations('recordings', evaluationId, truth, answer),
    queryFn: () => engine.evaluations.recordings({ id: evaluationId, truth, answer }),
  })
  return (
    <section className="cell-recordings" aria-label="Recordings of the chosen cell">
      <h2>
        <LabelMark label={truth} /> {truth === answer ? <span>found</span> : <span>taken for</span>}{' '}
        {truth !== answer && <LabelMark label={answer} />}
      </h2>
      {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.length === 0 && <p className="dimmed">No recording stands in this cell.</p>}
      <ul>
        {(list.data ?? []).map(({ recordingId, name, unknown, margin }) => (
          <li key={recordingId} aria-current={recordingId === focusedId ? 'true' : undefined}>
            <ActionIcon
              size="sm"
              aria-label={`Play ${name}`}
              onClick={() => void usePlayer.getState().playRange(recordingId, 0, Infinity)}
            >
              <IconPlayerPlayFilled size={12} />
            </ActionIcon>
            <UnstyledButton className="cell-name" onClick={() => useFocus.getState().focusRecording(recordingId)}>
              <span className="cut">{name}</span>
              <span className="dimmed tabular">
                margin {natsText(margin)}
                {unknown ? ' · would be unknown' : ''}
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  )
}
