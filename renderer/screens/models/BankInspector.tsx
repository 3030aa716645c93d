import { useState, type ReactNode } from 'react'
import { Button, Group, Modal, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDownload, IconPencil, IconTrash } from '@tabler/icons-react'
import type { BankDetail } from '../../../src/engine/contract'
import { countText } from '../../charts/rounded'
import { useEngine } from '../../engine'
import { useFocus } from '../../focus'
import { ErrorNote } from '../../widgets/ErrorNote'
import { duration } from '../../widgets/seconds'
import { ComponentList } from './ComponentList'
import { DecisionSection } from './DecisionSection'
import { exportBank } from './exportBank'
import { backgroundWords, componentWords, covarianceWords, fitWords } from './fitWords'
import { recipeWords } from './recipeWords'

interface BankInspectorProps {
  readonly bank: BankDetail
  readonly label: string | null
  /** What stands below the facts of the bank. */
  readonly children?: ReactNode
}

/** What is known of the chosen bank and mixture, and what can be done with them. */
export function BankInspector({ bank, label, children }: BankInspectorProps) {
  const engine = useEngine()
  const [dialog, setDialog] = useState<'rename' | 'remove' | null>(null)
  const [exporting, setExporting] = useState<'json' | 'npz' | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const mixture = bank.mixtures.find((one) => one.label === label)

  const save = async (format: 'json' | 'npz'): Promise<void> => {
    setExporting(format)
    setFailure(null)
    try {
      const message = await exportBank(engine, bank, format)
      if (message !== null) notifications.show({ title: `${bank.name} exported`, message })
    } catch (error) {
      setFailure(error)
    } finally {
      setExporting(null)
    }
  }

  return (
    <div className="inspector">
      <section aria-label="Bank">
        <h2 className="cut" title={bank.name}>
          {bank.name}
        </h2>
        <dl className="facts">
          <dt>{bank.imported ? 'Imported' : 'Trained'}</dt>
          <dd>{new Date(bank.createdAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}</dd>
          <dt>Mixtures</dt>
          <dd>
            {bank.labels.length}, of {componentWords(bank)}
          </dd>
          {bank.training && (
            <>
              <dt>Covariance</dt>
              <dd>{covarianceWords[bank.training.covarianceType].name}</dd>
            </>
          )}
          <dt>Frames</dt>
          <dd>{bank.frameCount.toLocaleString('en-US')}</dd>
          <dt>Rate</dt>
          <dd>{(bank.sampleRateHz / 1000).toLocaleString('en-US')} kHz</dd>
          <dt>Seed</dt>
          <dd>{bank.seed}</dd>
          {bank.training && (
            <>
              <dt className="wide">{bank.background ? 'Fit of the background' : 'Fit'}</dt>
              <dd className="wide">{fitWords(bank.training)}</dd>
            </>
          )}
          {bank.background && (
            <>
              <dt className="wide">Background</dt>
              <dd className="wide">{backgroundWords(bank.background)}</dd>
            </>
          )}
          <dt className="wide">Recipe</dt>
          <dd className="wide">{recipeWords(bank.recipe)}</dd>
        </dl>
        {failure !== null && <ErrorNote error={failure} />}
        <Group gap={6}>
          <Button
            variant="default"
            leftSection={<IconDownload size={14} />}
            loading={exporting === 'json'}
            onClick={() => void save('json')}
          >
            Export JSON
          </Button>
          <Button
            variant="default"
            leftSection={<IconDownload size={14} />}
            loading={exporting === 'npz'}
            onClick={() => void save('npz')}
          >
            Export NPZ
          </Button>
          <Button variant="default" leftSection={<IconPencil size={14} />} onClick={() => setDialog('rename')}>
            Rename
          </Button>
          <Button variant="default" leftSection={<IconTrash size={14} />} onClick={() => setDialog('remove')}>
            Remove
          </Button>
        </Group>
      </section>
      <DecisionSection bank={bank} />
      {children}
      {mixture && (
        <section aria-label="Mixture">
          <h2 className="cut">{mixture.label}</h2>
          <dl className="facts">
            <dt>Frames</dt>
            <dd>
              {mixture.frameCount.toLocaleString('en-US')} ({duration(mixture.seconds)})
            </dd>
            <dt>Components</dt>
            <dd>
              {mixture.weights.length}, {covarianceWords[mixture.covarianceType].name}
            </dd>
            <dt>Fit</dt>
            <dd>
              {bank.background
                ? 'adapted from the background'
                : `${mixture.converged ? 'settled' : 'not settled'} after ${countText(mixture.lowerBounds.length, 'iteration')}`}
            </dd>
          </dl>
          <ComponentList weights={mixture.weights} frameCount={mixture.frameCount} />
        </section>
      )}
      <RenameDialog bank={bank} opened={dialog === 'rename'} onClose={() => setDialog(null)} />
      <RemoveDialog bank={bank} opened={dialog === 'remove'} onClose={() => setDialog(null)} />
    </div>
  )
}

interface DialogProps {
  readonly bank: BankDetail
  readonly opened: boolean
  readonly onClose: () => void
}

function RenameDialog({ bank, opened, onClose }: DialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Rename the bank" size={380}>
      {opened && <RenameForm bank={bank} onClose={onClose} />}
    </Modal>
  )
}

function RenameForm({ bank, onClose }: Omit<DialogProps, 'opened'>) {
  const engine = useEngine()
  const [name, setName] = useState(bank.name)
  const [failure, setFailure] = useState<unknown>(null)
  const rename = async (): Promise<void> => {
    try {
      await engine.banks.rename({ id: bank.id, name: name.trim() })
      onClose()
    } catch (error) {
      setFailure(error)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void rename()
      }}
    >
      <TextInput
        label="Name"
        value={name}
        maxLength={200}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {failure !== null && <ErrorNote error={failure} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" disabled={name.trim() === ''}>
          Rename
        </Button>
      </Group>
    </form>
  )
}

function RemoveDialog({ bank, opened, onClose }: DialogProps) {
  const engine = useEngine()
  const [failure, setFailure] = useState<unknown>(null)
  const remove = async (): Promise<void> => {
    try {
      await engine.banks.remove({ id: bank.id })
      useFocus.getState().focusBank(null)
      onClose()
    } catch (error) {
      setFailure(error)
    }
  }
  return (
    <Modal opened={opened} onClose={onClose} title={`Remove ${bank.name}?`} size={420}>
      <p className="plain">
        Its {countText(bank.labels.length, 'mixture')} and what was recognized with it leave the project, and this
        cannot be undone. Recordings and labels stay. To keep the models elsewhere, export them first.
      </p>
      {failure !== null && <ErrorNote error={failure} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose} data-autofocus>
          Keep it
        </Button>
        <Button color="red" onClick={() => void remove()}>
          Remove
        </Button>
      </Group>
    </Modal>
  )
}
