import { useState } from 'react'
import { Button, Group, Loader, Modal, NumberInput, Stack, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { LabelSummary } from '../../../src/engine/contract'
import { countText } from '../../charts/rounded'
import { queryKeys, useEngine } from '../../engine'
import { useNavigation } from '../../navigation'
import { ErrorNote } from '../../widgets/ErrorNote'
import { duration } from '../../widgets/seconds'

/** What a training will learn from, and what may go wrong with it, in words. */
function trainingWords(labels: readonly LabelSummary[]): {
  sentence: string
  warnings: string[]
  possible: boolean
} {
  const named = labels.filter(({ label }) => label !== null)
  const without = labels.find(({ label }) => label === null)
  const recordings = named.reduce((sum, { recordingCount }) => sum + recordingCount, 0)
  const seconds = named.reduce((sum, label) => sum + label.seconds, 0)
  const warnings = named.flatMap(({ label, warning }) => (warning === null ? [] : `${label}: ${warning}`))
  if (without !== undefined && without.recordingCount > 0) {
    warnings.push(`${countText(without.recordingCount, 'recording')} without a label will be left out.`)
  }
  if (named.length === 1) {
    warnings.push('There is only one label: its mixture can be looked at, but nothing can be told apart with it.')
  }
  const sentence =
    named.length === 0
      ? 'No recording has a label yet, and a label is what a mixture is trained for.'
      : `One mixture for each of ${countText(named.length, 'label')}, from ${countText(recordings, 'recording')}: ${duration(seconds)} of sound.`
  return { sentence, warnings, possible: recordings > 0 }
}

const defaultComponents = 16

/** Few choices, good defaults: what will be trained on is said before it begins. */
export function TrainSheet({ onStarted }: { readonly onStarted: (jobId: number) => void }) {
  const opened = useNavigation(({ sheet }) => sheet === 'train')
  const openSheet = useNavigation((state) => state.openSheet)
  return (
    <Modal opened={opened} onClose={() => openSheet(null)} title="Train models" size={460}>
      {opened && <TrainForm onStarted={onStarted} onClose={() => openSheet(null)} />}
    </Modal>
  )
}

interface TrainFormProps {
  readonly onStarted: (jobId: number) => void
  readonly onClose: () => void
}

function TrainForm({ onStarted, onClose }: TrainFormProps) {
  const engine = useEngine()
  const go = useNavigation((state) => state.go)
  const [name, setName] = useState('')
  const [components, setComponents] = useState<number | string>(defaultComponents)
  const [seed, setSeed] = useState<number | string>(0)
  const [failure, setFailure] = useState<unknown>(null)
  const [starting, setStarting] = useState(false)
  const labels = useQuery({ queryKey: queryKeys.labels, queryFn: () => engine.recordings.labels() })
  const words = labels.data ? trainingWords(labels.data) : null
  const valid = typeof components === 'number' && typeof seed === 'number'

  const start = async (): Promise<void> => {
    if (typeof components !== 'number' || typeof seed !== 'number') return
    setStarting(true)
    setFailure(null)
    try {
      const { jobId } = await engine.jobs.start({
        request: { kind: 'train', components, seed, ...(name.trim() === '' ? {} : { name: name.trim() }) },
      })
      onStarted(jobId)
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
        <div className="train-words">
          {labels.isPending && <Loader size="xs" aria-label="Counting recordings" />}
          {labels.error && <ErrorNote error={labels.error} onRetry={() => void labels.refetch()} />}
          {words && <p>{words.sentence}</p>}
          {words && words.warnings.length > 0 && (
            <ul className="train-warnings">
              {words.warnings.slice(0, 6).map((warning) => (
                <li key={warning}>
                  <IconAlertTriangle size={14} aria-hidden />
                  <span>{warning}</span>
                </li>
              ))}
              {words.warnings.length > 6 && <li>and {words.warnings.length - 6} more</li>}
            </ul>
          )}
        </div>
        <TextInput
          label="Name"
          placeholder="Left empty, banks are numbered"
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group grow align="start">
          <NumberInput
            label="Components"
            description="Gaussians in each mixture: 16 suits a minute a label, 4 to 8 a few seconds."
            inputWrapperOrder={['label', 'input', 'description']}
            classNames={{ description: 'train-help' }}
            min={1}
            max={1024}
            allowDecimal={false}
            value={components}
            onChange={setComponents}
            data-autofocus
          />
          <NumberInput
            label="Seed"
            description="The same seed on the same recordings gives the same models, bit for bit."
            inputWrapperOrder={['label', 'input', 'description']}
            classNames={{ description: 'train-help' }}
            min={0}
            max={0xffffffff}
            allowDecimal={false}
            value={seed}
            onChange={setSeed}
          />
        </Group>
        {failure !== null && <ErrorNote error={failure} />}
        <Group justify="flex-end">
          {words && !words.possible && (
            <Button
              variant="default"
              onClick={() => {
                onClose()
                go('recordings')
              }}
            >
              Label recordings
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            Not now
          </Button>
          <Button type="submit" loading={starting} disabled={!valid || !words?.possible}>
            Start training
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
