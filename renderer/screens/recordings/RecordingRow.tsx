import { memo } from 'react'
import { ActionIcon } from '@mantine/core'
import { IconAlertTriangle, IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react'
import type { Recording } from '../../../src/engine/contract'
import { setLabels } from '../../labelActs'
import { useLabelColors } from '../../labelColors'
import { usePlayer } from '../../player'
import { useChartColors } from '../../widgets/chartTheme'
import { LabelMark } from '../../widgets/LabelMark'
import { NumberText } from '../../widgets/NumberText'
import { PeaksCanvas } from '../../widgets/PeaksCanvas'
import { clock } from '../../widgets/seconds'
import { LabelField } from './LabelField'
import { LevelMeter } from './LevelMeter'
import { featureWords, flagWords, formatWords, isGiven, isTrouble } from './recordingWords'

/** How a row is picked: alone, with all between, or one more or less. */
export type Pick = 'one' | 'range' | 'toggle'

interface RecordingRowProps {
  readonly row: Recording | undefined
  readonly index: number
  readonly top: number
  readonly selected: boolean
  readonly focused: boolean
  readonly editing: boolean
  onPick(index: number, id: number, how: Pick): Promise<void>
  /** Null ends the editing. */
  onEdit(id: number | null): void
}

function PlayButton({ row }: { readonly row: Recording }) {
  const playing = usePlayer((player) => player.playing && player.recordingId === row.id)
  const press = (): void => {
    const player = usePlayer.getState()
    if (playing) player.pause()
    else void player.playRange(row.id, 0, row.durationSeconds ?? 0)
  }
  return (
    <ActionIcon
      size="sm"
      tabIndex={-1}
      aria-label={`${playing ? 'Pause' : 'Play'} ${row.name}`}
      disabled={row.durationSeconds === null || isGiven(row)}
      onClick={press}
    >
      {playing ? <IconPlayerPauseFilled size={12} /> : <IconPlayerPlayFilled size={12} />}
    </ActionIcon>
  )
}

export const RecordingRow = memo(function RecordingRow(props: RecordingRowProps) {
  const { row, index, top, selected, focused, editing, onPick, onEdit } = props
  const colorOf = useLabelColors()
  const colors = useChartColors()
  const place = { transform: `translateY(${top}px)` }
  if (!row) return <div className="row table-row" role="row" aria-rowindex={index + 2} style={place} />
  const notes = [...row.flags.map((flag) => flagWords[flag]), ...row.notes]
  return (
    <div
      className="row table-row"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-focused={focused || undefined}
      style={place}
      onClick={(event) => {
        if (event.target instanceof HTMLElement && event.target.closest('button, input')) return
        void onPick(index, row.id, event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'one')
      }}
    >
      <div role="gridcell" className="cell col-play">
        <PlayButton row={row} />
      </div>
      <div role="gridcell" className="cell col-wave">
        {row.thumbnail && (
          <PeaksCanvas
            pairs={row.thumbnail}
            fullScale={127}
            color={row.label === null ? colors.neutral : colorOf(row.label)}
          />
        )}
      </div>
      <div role="gridcell" className="cell col-name cut" title={row.path}>
        {row.name}
      </div>
      <div role="gridcell" className="cell col-label">
        {editing ? (
          <LabelField
            autoFocus
            name={`Label of ${row.name}`}
            label={row.label}
            onCommit={(label) => setLabels([row.id], label)}
            onDone={() => onEdit(null)}
          />
        ) : (
          <span
            className={focused ? 'label-button' : 'label-text'}
            title={focused ? 'Click to change the label (Enter)' : undefined}
            onClick={(event) => {
              if (focused && !event.shiftKey && !event.ctrlKey && !event.metaKey) onEdit(row.id)
            }}
          >
            <LabelMark label={row.label} />
          </span>
        )}
      </div>
      <div role="gridcell" className="cell col-duration number">
        {row.durationSeconds === null ? '–' : clock(row.durationSeconds)}
      </div>
      <div role="gridcell" className="cell col-level">
        <LevelMeter recording={row} />
      </div>
      <div role="gridcell" className="cell col-rate">
        <NumberText value={row.sampleRateHz === null ? null : row.sampleRateHz / 1000} digits={1} unit="kHz" />
      </div>
      <div role="gridcell" className="cell col-format cut">
        {formatWords(row.format)}
      </div>
      <div role="gridcell" className={`cell col-features cut ${row.features === 'failed' ? 'error-text' : 'dimmed'}`}>
        {featureWords[row.features]}
      </div>
      <div role="gridcell" className="cell col-notes" title={notes.join('\n')}>
        {notes.length > 0 && (
          <>
            {isTrouble(row) && <IconAlertTriangle size={14} className="warning-text" aria-hidden />}
            <span className="cut">{notes.join(' · ')}</span>
          </>
        )}
      </div>
    </div>
  )
})
