import { useState } from 'react'
import { Button, Checkbox, Group, Loader, Modal, NativeSelect, NumberInput, Stack, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { LabelSummary } from '../../../src/engine/contract'
import { countText } from '../../charts/rounded'
import { queryKeys, useEngine } from '../../engine'
import { useNavigation } from '../../navigation'
import { ErrorNote } from '../../widgets/ErrorNote'
import { duration } from '../../widgets/seconds'
import { covarianceWords, type CovarianceType } from './fitWords'
import { defaultChoices, trainRequest, type TrainChoices } from './trainChoices'
import { TrainOptions } from './TrainOptions'

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

const covarianceTypes = Object.keys(covarianceWords) as CovarianceType[]

/** Few choices, good defaults: what will be trained on is said before it begins. */
export function TrainSheet({ onStarted }: { readonly onStarted: (jobId: number) => void }) {
  const opened = useNavigation(({ sheet }) => sheet === 'train')
  const openSheet = useNavigation((state) => state.openSheet)
  return (
    <Modal opened={opened} onClose={() => openSheet(null)} title="Train models" size={480}>
      {opened && <TrainForm onStarted={onStarted} onClose={() => openSheet(null)} />}
    </Modal>
  )
}

function componentHelp({ automatic, background, bayesian }: TrainChoices): string {
  if (background) return 'Gaussians in the background that all labels share: 64 suits a few minutes in all.'
  if (!automatic) return 'Gaussians in each mixture: 16 suits a minute a label, 4 to 8 a few seconds.'
  return bayesian === 'none'
    ? 'Several numbers are tried, and the best by BIC is taken. Takes longer.'
    : 'Many are begun with, and the prior empties those that are not needed.'
}

interface TrainFormProps {
  readonly onStarted: (jobId: number) => void
  readonly onClose: () => void
}

function TrainForm({ onStarted, onClose }: TrainFormProps) {
  const engine = useEngine()
  const go = useNavigation((state) => state.go)
  const [choices, setChoices] = useState(defaultChoices)
  const change = (changed: Partial<TrainChoices>): void => setChoices({ ...choices, ...changed })
  const [failure, setFailure] = useState<unknown>(null)
  const [starting, setStarting] = useState(false)
  const labels = useQuery({ queryKey: queryKeys.labels, queryFn: () => engine.recordings.labels() })
  const words = labels.data ? trainingWords(labels.data) : null
  const request = trainRequest(choices)
  const chosenForEach = choices.automatic && !choices.background

  const start = async (): Promise<void> => {
    if (request === null) return
    setStarting(true)
    setFailure(null)
    try {
      const { jobId } = await engine.jobs.start({ request })
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
          value={choices.name}
          maxLength={200}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Group grow align="start">
          <div>
            <NumberInput
              label="Components"
              description={componentHelp(choices)}
              inputWrapperOrder={['label', 'input', 'description']}
              classNames={{ description: 'train-help' }}
              min={1}
              max={1024}
              allowDecimal={false}
              disabled={chosenForEach}
              value={choices.components}
              onChange={(components) => change({ components })}
              data-autofocus
            />
            <Checkbox
              mt={6}
              label="Choose for each label"
              disabled={choices.background}
              checked={chosenForEach}
              onChange={(event) => change({ automatic: event.currentTarget.checked })}
            />
          </div>
          <NativeSelect
            size="xs"
            label="Covariance"
            description={covarianceWords[choices.covarianceType].help}
            inputWrapperOrder={['label', 'input', 'description']}
            classNames={{ description: 'train-help' }}
            data={covarianceTypes.map((value) => ({ value, label: covarianceWords[value].name }))}
            value={choices.covarianceType}
            onChange={(event) => {
              const covarianceType = covarianceTypes.find((type) => type === event.currentTarget.value)
              if (covarianceType) change({ covarianceType })
            }}
          />
        </Group>
        <TrainOptions choices={choices} onChange={change} />
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
          <Button type="submit" loading={starting} disabled={request === null || !words?.possible}>
            Start training
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
