import { useState } from 'react'
import { Button, Checkbox, Group, Modal, NativeSelect, NumberInput, SegmentedControl, Stack } from '@mantine/core'
import { countText } from '../../../charts/rounded'
import { useEngine } from '../../../engine'
import { useNavigation } from '../../../navigation'
import { useSelection } from '../../../selection'
import { ErrorNote } from '../../../widgets/ErrorNote'
import { groupRequest, methodWords, type GroupChoices } from './groupChoices'

interface GroupSheetProps {
  readonly onStarted: (jobId: number) => void
}

/** Asks what is to be grouped by voice, and starts it. */
export function GroupSheet({ onStarted }: GroupSheetProps) {
  const opened = useNavigation(({ sheet }) => sheet === 'group')
  const openSheet = useNavigation((state) => state.openSheet)
  return (
    <Modal opened={opened} onClose={() => openSheet(null)} title="Group by voice" size={460}>
      {opened && <GroupForm onStarted={onStarted} onClose={() => openSheet(null)} />}
    </Modal>
  )
}

interface GroupFormProps extends GroupSheetProps {
  readonly onClose: () => void
}

function GroupForm({ onStarted, onClose }: GroupFormProps) {
  const engine = useEngine()
  const [selected] = useState(() => [...useSelection.getState().ids])
  const [choices, setChoices] = useState<GroupChoices>({
    of: selected.length > 1 ? 'selected' : 'unlabeled',
    unit: 'segments',
    method: 'merging',
    automatic: true,
    clusters: 2,
  })
  const change = (changed: Partial<GroupChoices>): void => setChoices({ ...choices, ...changed })
  const [failure, setFailure] = useState<unknown>(null)
  const [starting, setStarting] = useState(false)
  const request = groupRequest(choices, selected)
  const start = async (): Promise<void> => {
    if (request === null) return
    setStarting(true)
    setFailure(null)
    try {
      onStarted((await engine.jobs.start({ request })).jobId)
      onClose()
    } catch (error) {
      setFailure(error)
      setStarting(false)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void start()
      }}
    >
      <Stack gap="md">
        <p className="plain">
          Sounds alike are put together without any label. Name what you recognize, and the names become labels.
        </p>
        <NativeSelect
          size="xs"
          label="Recordings"
          data={[
            { value: 'unlabeled', label: 'All that have no label yet' },
            ...(selected.length > 0
              ? [{ value: 'selected', label: `The selected: ${countText(selected.length, 'recording')}` }]
              : []),
          ]}
          value={choices.of}
          onChange={({ currentTarget: { value } }) => change({ of: value === 'selected' ? 'selected' : 'unlabeled' })}
          data-autofocus
        />
        <SegmentedControl
          aria-label="What is one voice"
          fullWidth
          data={[
            { value: 'segments', label: 'A recording may hold several' },
            { value: 'recordings', label: 'Each recording is of one' },
          ]}
          value={choices.unit}
          onChange={(next) => change({ unit: next === 'recordings' ? 'recordings' : 'segments' })}
        />
        <NativeSelect
          size="xs"
          label="Method"
          data={Object.entries(methodWords).map(([value, label]) => ({ value, label }))}
          value={choices.method}
          onChange={({ currentTarget: { value } }) =>
            change({ method: value === 'occupancy' ? 'occupancy' : 'merging' })
          }
        />
        <Group align="end">
          <NumberInput
            label="Groups"
            w={88}
            min={1}
            max={200}
            allowDecimal={false}
            disabled={choices.automatic}
            value={choices.clusters}
            onChange={(clusters) => change({ clusters })}
          />
          <Checkbox
            mb={6}
            label="As many as are found"
            checked={choices.automatic}
            onChange={(event) => change({ automatic: event.currentTarget.checked })}
          />
        </Group>
        {failure !== null && <ErrorNote error={failure} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Not now
          </Button>
          <Button type="submit" loading={starting} disabled={request === null}>
            Group
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
