import { useEffect, useState } from 'react'
import { Button, FileButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Job } from '../../../src/engine/contract'
import { queryKeys, useEngine } from '../../engine'
import { useJobs } from '../../engineEvents'
import { useFocus } from '../../focus'
import { Panels } from '../../frame/Panels'
import { useNavigation } from '../../navigation'
import { EmptyState } from '../../widgets/EmptyState'
import { ErrorNote } from '../../widgets/ErrorNote'
import { BankComparisonView } from './BankComparisonView'
import { BankInspector } from './BankInspector'
import { BankList } from './BankList'
import { MixtureView } from './MixtureView'
import { TrainingView } from './TrainingView'
import { TrainSheet } from './TrainSheet'
import { VersionSection } from './VersionSection'
import './models.css'

const isActive = ({ state }: Job): boolean => state === 'queued' || state === 'running'

/** The banks, the mixtures inside them, and the training that makes them. */
export function ModelsScreen() {
  const engine = useEngine()
  const openSheet = useNavigation((state) => state.openSheet)
  const { bankId, label, focusBank, focusLabel } = useFocus()
  const trainings = useJobs((state) => state.jobs).filter(
    ({ request }) => request.kind === 'train' || request.kind === 'update',
  )
  const running = trainings.findLast(isActive)
  const [watchedId, watch] = useState<number | null>(running?.id ?? null)
  const [comparedId, compareWith] = useState<number | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const banks = useQuery({ queryKey: queryKeys.banks, queryFn: () => engine.banks.list() })

  const newest = [...(banks.data ?? [])].sort((one, other) => other.createdAt - one.createdAt || other.id - one.id)
  const openId = newest.find(({ id }) => id === bankId)?.id ?? newest[0]?.id ?? null
  const bank = useQuery({
    queryKey: queryKeys.bank(openId),
    enabled: openId !== null,
    queryFn: () => engine.banks.get({ id: openId ?? 0 }),
  })
  const openLabel = bank.data?.labels.find((one) => one === label) ?? bank.data?.labels[0] ?? null
  const compared = newest.find(({ id }) => id === comparedId && id !== openId)
  const watched = trainings.find(({ id }) => id === watchedId) ?? null

  // A training that is watched hands over to the bank it made, once that is in the list; a cancelled one may have kept
  // the labels that were finished.
  const madeId = watched === null || isActive(watched) ? null : watched.resultId
  const finishedBankId = newest.some(({ id }) => id === madeId) ? madeId : null
  useEffect(() => {
    if (finishedBankId === null) return
    focusBank(finishedBankId)
    watch(null)
  }, [finishedBankId, focusBank])

  const importBank = async (file: File | null): Promise<void> => {
    if (file === null) return
    setFailure(null)
    try {
      const { id } = await engine.banks.import({ content: file })
      focusBank(id)
      watch(null)
    } catch (error) {
      setFailure(error)
    }
  }
  const importButton = (
    <FileButton accept=".json,application/json" onChange={(file) => void importBank(file)}>
      {(props) => (
        <Button variant="default" {...props}>
          Import JSON
        </Button>
      )}
    </FileButton>
  )
  const trainButton = <Button onClick={() => openSheet('train')}>Train</Button>
  const sheet = <TrainSheet onStarted={watch} />

  if (banks.data?.length === 0 && watched === null && running === undefined) {
    return (
      <>
        {failure !== null && <ErrorNote error={failure} />}
        <EmptyState
          title="No models yet"
          actions={
            <>
              {trainButton}
              {importButton}
            </>
          }
        >
          Training fits one Gaussian mixture to the frames of each label. It takes seconds for a few minutes of sound,
          and you see the mixtures learn. A bank that was exported as JSON can be imported.
        </EmptyState>
        {sheet}
      </>
    )
  }

  const list = (
    <>
      <div className="panel-head">
        {trainButton}
        {importButton}
      </div>
      {failure !== null && <ErrorNote error={failure} />}
      {banks.error && <ErrorNote error={banks.error} onRetry={() => void banks.refetch()} />}
      {running && watched?.id !== running.id && (
        <div className="training-link">
          <Button variant="light" fullWidth onClick={() => watch(running.id)}>
            Watch the training
          </Button>
        </div>
      )}
      <BankList
        banks={newest}
        openId={openId}
        open={bank.data}
        label={watched === null ? openLabel : null}
        onBank={(id) => {
          setFailure(null)
          watch(null)
          focusBank(id)
        }}
        onLabel={(next) => {
          setFailure(null)
          watch(null)
          compareWith(null)
          focusLabel(next)
        }}
      />
    </>
  )
  const work =
    watched !== null ? (
      <TrainingView job={watched} />
    ) : bank.error ? (
      <ErrorNote error={bank.error} onRetry={() => void bank.refetch()} />
    ) : bank.data && compared ? (
      <BankComparisonView first={bank.data} second={compared} onClose={() => compareWith(null)} />
    ) : bank.data && openLabel !== null ? (
      <MixtureView key={bank.data.id} bank={bank.data} label={openLabel} />
    ) : null
  return (
    <>
      <Panels
        name="models"
        left={list}
        leftLabel="Banks and mixtures"
        leftWidth={236}
        center={work}
        inspector={
          watched === null && bank.data ? (
            <BankInspector key={bank.data.id} bank={bank.data} label={openLabel}>
              <VersionSection
                bank={bank.data}
                banks={newest}
                comparedId={compared?.id ?? null}
                busy={running !== undefined}
                onCompare={compareWith}
                onUpdate={watch}
              />
            </BankInspector>
          ) : undefined
        }
        inspectorWidth={264}
      />
      {sheet}
    </>
  )
}
