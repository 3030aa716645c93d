import { Button, Checkbox, CloseButton, SegmentedControl, TextInput } from '@mantine/core'
import { IconFilter, IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { queryKeys, useEngine } from '../../engine'
import { useFocus } from '../../focus'
import { select, useSelection } from '../../selection'
import { LabelField } from './LabelField'
import { setLabels } from '../../labelActs'
import type { Filters } from './filters'

interface RecordingToolbarProps {
  readonly filters: Filters
  onChange(part: Partial<Filters>): void
}

/** Filters, and what can be done with the selected recordings. */
export function RecordingToolbar({ filters, onChange }: RecordingToolbarProps) {
  const engine = useEngine()
  const queries = useQueryClient()
  const ids = useSelection((selection) => selection.ids)
  const { data: project } = useQuery({ queryKey: queryKeys.project, queryFn: () => engine.project.current() })
  const remove = async (): Promise<void> => {
    await engine.recordings.remove({ ids: [...ids] })
    const { recordingId, focusRecording } = useFocus.getState()
    if (recordingId !== null && ids.has(recordingId)) focusRecording(null)
    select([])
    await queries.invalidateQueries({ queryKey: ['recordings'] })
  }
  return (
    <div className="toolbar" role="toolbar" aria-label="Recordings">
      <TextInput
        className="toolbar-search"
        aria-label="Filter by text"
        placeholder="Filter by name or label"
        leftSection={<IconFilter size={14} aria-hidden />}
        value={filters.text}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
        rightSection={
          filters.text ? (
            <CloseButton size="xs" aria-label="Clear the filter" onClick={() => onChange({ text: '' })} />
          ) : null
        }
      />
      <Checkbox
        label="Problems only"
        checked={filters.problemsOnly}
        onChange={(event) => onChange({ problemsOnly: event.currentTarget.checked })}
      />
      {(project?.queryCount ?? 0) > 0 && (
        <SegmentedControl
          aria-label="Which recordings"
          size="xs"
          value={filters.role}
          onChange={(role) => onChange({ role: role === 'query' ? 'query' : 'training' })}
          data={[
            { value: 'training', label: 'Training' },
            { value: 'query', label: 'Queries' },
          ]}
        />
      )}
      <span className="toolbar-space" />
      {ids.size > 0 && (
        <>
          <span className="dimmed tabular">{ids.size} selected</span>
          <LabelField
            name="Label of the selected recordings"
            label={null}
            placeholder="Give a label"
            onCommit={(label) => setLabels([...ids], label)}
          />
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconTrash size={14} aria-hidden />}
            title="Takes them out of the project; the files stay where they are"
            onClick={() => void remove()}
          >
            Remove
          </Button>
        </>
      )}
    </div>
  )
}
