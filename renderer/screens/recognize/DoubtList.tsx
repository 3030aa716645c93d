import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconPlayerPlayFilled } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { DoubtfulRecording } from '../../../src/engine/contract'
import { queryKeys, useEngine } from '../../engine'
import { useFocus } from '../../focus'
import { setLabels } from '../../labelActs'
import { usePlayer } from '../../player'
import { EmptyState } from '../../widgets/EmptyState'
import { ErrorNote } from '../../widgets/ErrorNote'
import { LabelMark } from '../../widgets/LabelMark'
import { LabelField } from '../recordings/LabelField'
import { correctLabel } from './correctLabel'

const mostListed = 50

/** What is most worth listening to: where the bank is least sure, or where a label that was given looks wrong. */
export function DoubtList({ bankId }: { readonly bankId: number }) {
  const engine = useEngine()
  const focusedId = useFocus((focus) => focus.recordingId)
  const list = useQuery({
    queryKey: queryKeys.results('doubtful', bankId),
    queryFn: () => engine.recognition.doubtful({ bankId, limit: mostListed }),
  })
  if (list.error) return <ErrorNote error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data) return <p className="note dimmed">Looking for what is doubtful</p>
  const { rows, note } = list.data
  if (rows.length === 0) {
    return (
      <EmptyState title="Nothing is doubtful">{note || 'The bank is sure of every recording it heard.'}</EmptyState>
    )
  }
  return (
    <div className="doubt-list">
      {note && <p className="note dimmed">{note}</p>}
      <ol aria-label="Listen to these next">
        {rows.map((row) => (
          <DoubtRow key={row.recordingId} row={row} open={row.recordingId === focusedId} />
        ))}
      </ol>
    </div>
  )
}

interface DoubtRowProps {
  readonly row: DoubtfulRecording
  readonly open: boolean
}

const kindWords = {
  mislabeled: 'label may be wrong',
  unsure: 'unsure',
  unknown: 'unknown',
  unreadable: 'could not be heard',
} as const

function DoubtRow({ row, open }: DoubtRowProps) {
  const { recordingId, name, path, role, label, best, kind, reason } = row
  const give = (next: string | null): Promise<void> | void => {
    if (role === 'training') return setLabels([recordingId], next)
    if (next !== null) return correctLabel(recordingId, name, next)
  }
  return (
    <li aria-current={open ? 'true' : undefined}>
      <span className="doubt-line">
        <ActionIcon
          size="sm"
          aria-label={`Play ${name}`}
          onClick={() => void usePlayer.getState().playRange(recordingId, 0, Infinity)}
        >
          <IconPlayerPlayFilled size={12} />
        </ActionIcon>
        <UnstyledButton
          className="doubt-name"
          aria-expanded={open}
          onClick={() => useFocus.getState().focusRecording(recordingId)}
        >
          <span className="cut" title={path}>
            {name}
          </span>
          <span className="dimmed">{kindWords[kind]}</span>
        </UnstyledButton>
      </span>
      <span className="doubt-line doubt-labels">
        {label !== null && (
          <>
            <span className="dimmed">labeled</span> <LabelMark label={label} />
          </>
        )}
        {best !== null && (
          <>
            <span className="dimmed">{label === null ? 'nearest' : 'sounds like'}</span> <LabelMark label={best} />
          </>
        )}
      </span>
      <p className="doubt-reason dimmed">{reason}</p>
      {open && (
        <LabelField
          key={label ?? ''}
          name={`True label of ${name}`}
          placeholder="True label"
          label={label}
          onCommit={give}
        />
      )}
    </li>
  )
}
