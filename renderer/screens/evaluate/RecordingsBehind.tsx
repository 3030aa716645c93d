import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconPlayerPlayFilled } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Outputs } from '../../../src/engine/contract'
import { thresholdText } from '../../charts/operatingPoint'
import { countText, natsText } from '../../charts/rounded'
import { queryKeys, useEngine } from '../../engine'
import { useFocus } from '../../focus'
import { usePlayer } from '../../player'
import { ErrorNote } from '../../widgets/ErrorNote'
import { LabelMark } from '../../widgets/LabelMark'
import { capital, requestOf, type Behind } from './behind'

interface RecordingsBehindProps {
  readonly evaluationId: number
  readonly behind: Behind
}

type Row = Outputs['evaluations']['recordings'][number]

/** Rows beyond this many are told by their number alone. */
const mostListed = 300

/** The recordings behind a figure, to be listened to. */
export function RecordingsBehind({ evaluationId, behind }: RecordingsBehindProps) {
  const engine = useEngine()
  const focusedId = useFocus((focus) => focus.recordingId)
  const request = requestOf(behind)
  const list = useQuery({
    queryKey: queryKeys.evaluations('recordings', evaluationId, request),
    queryFn: () => engine.evaluations.recordings({ id: evaluationId, ...request }),
  })
  const rows = (list.data ?? []).slice(0, mostListed)
  return (
    <section className="cell-recordings" aria-label="Recordings behind a figure">
      <h2>
        {behind.kind === 'cell' ? (
          <>
            <LabelMark label={behind.truth} />{' '}
            {behind.truth === behind.answer ? <span>found</span> : <span>taken for</span>}{' '}
            {behind.truth !== behind.answer && <LabelMark label={behind.answer} />}
          </>
        ) : (
          capital(behind.words)
        )}
      </h2>
      {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && (
        <p className="dimmed tabular">
          {list.data.length === 0 ? 'There is no such recording.' : countText(list.data.length, 'recording')}
          {list.data.length > rows.length && `, the first ${rows.length} are listed`}
        </p>
      )}
      <ul>
        {rows.map((row) => (
          <li key={`${row.recordingId} ${row.known}`} aria-current={row.recordingId === focusedId ? 'true' : undefined}>
            <ActionIcon
              size="sm"
              aria-label={`Play ${row.name}`}
              onClick={() => void usePlayer.getState().playRange(row.recordingId, 0, Infinity)}
            >
              <IconPlayerPlayFilled size={12} />
            </ActionIcon>
            <UnstyledButton className="cell-name" onClick={() => useFocus.getState().focusRecording(row.recordingId)}>
              <span className="cut">{row.name}</span>
              <span className="dimmed tabular cell-words">{wordsOf(row, behind)}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What tells the rows of one list apart: in a cell the margin, behind scores the labels and the score. */
function wordsOf(row: Row, behind: Behind): string {
  if (behind.kind === 'cell') {
    return `margin ${natsText(row.margin)}${row.unknown ? ' · would be unknown' : ''}`
  }
  const { of } = behind.request.score ?? {}
  const score = of === 'truth' ? row.truthEvidence : of === 'asUnknown' ? row.asUnknown : row.evidence
  const said = row.best === row.truth ? row.truth : `${row.truth}, taken for ${row.best}`
  return score === null ? said : `${thresholdText(score)} · ${said}`
}
