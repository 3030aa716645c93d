import { useCallback, useState } from 'react'
import { Button, SegmentedControl, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { BankSummary } from '../../../src/engine/contract'
import { useDropTarget } from '../../dropTarget'
import { queryKeys, useEngine } from '../../engine'
import { useJobs } from '../../engineEvents'
import { useFocus } from '../../focus'
import { Panels } from '../../frame/Panels'
import { host } from '../../host'
import { useNavigation } from '../../navigation'
import { EmptyState } from '../../widgets/EmptyState'
import { ErrorNote } from '../../widgets/ErrorNote'
import { RunningJob } from '../../widgets/RunningJob'
import { FocusedWaveform } from '../recordings/FocusedWaveform'
import { DoubtList } from './DoubtList'
import { oneResult, resultAtHand } from './oneResult'
import { ResultDetail } from './ResultDetail'
import { ResultList } from './ResultList'
import { TimelineStrip } from './TimelineStrip'
import type { ResultSort } from './useResultWindow'
import './recognize.css'

/** New recordings and what a bank makes of them. */
export function RecognizeScreen() {
  const engine = useEngine()
  const go = useNavigation((state) => state.go)
  const bankId = useFocus((focus) => focus.bankId)
  const banks = useQuery({ queryKey: queryKeys.banks, queryFn: () => engine.banks.list() })
  const newest = [...(banks.data ?? [])].sort((one, other) => other.createdAt - one.createdAt || other.id - one.id)
  const bank = newest.find(({ id }) => id === bankId) ?? newest[0]
  if (banks.error) return <ErrorNote error={banks.error} onRetry={() => void banks.refetch()} />
  if (banks.data === undefined) return null
  if (bank === undefined) {
    return (
      <EmptyState
        title="Nothing to recognize with yet"
        actions={<Button onClick={() => go('models')}>Go to Models</Button>}
      >
        Recordings are recognized with a bank of mixtures. Train one from your labeled recordings first.
      </EmptyState>
    )
  }
  return <Recognition bank={bank} banks={newest} />
}

interface RecognitionProps {
  readonly bank: BankSummary
  readonly banks: readonly BankSummary[]
}

function Recognition({ bank, banks }: RecognitionProps) {
  const engine = useEngine()
  const [sort, setSort] = useState<ResultSort>('added')
  const [shown, show] = useState<'results' | 'doubtful'>('results')
  const [failure, setFailure] = useState<unknown>(null)
  const { recordingId, focusBank } = useFocus()
  const bankId = bank.id
  const running = useJobs((state) => state.jobs).findLast(
    ({ request, state }) => request.kind === 'label' && (state === 'queued' || state === 'running'),
  )
  const project = useQuery({ queryKey: queryKeys.project, queryFn: () => engine.project.current() })
  const first = useQuery({
    queryKey: queryKeys.results(bankId, sort, 0),
    queryFn: () => engine.recognition.results({ bankId, sort, offset: 0, limit: 200 }),
  })
  const recognize = useCallback(
    async (paths?: string[]): Promise<void> => {
      if (paths?.length === 0) return
      setFailure(null)
      try {
        await engine.jobs.start({ request: { kind: 'label', bankId, ...(paths ? { paths } : {}) } })
      } catch (error) {
        setFailure(error)
      }
    },
    [engine, bankId],
  )
  const pick = async (from: () => Promise<string[]>): Promise<void> => {
    try {
      await recognize(await from())
    } catch (error) {
      setFailure(error)
    }
  }
  const take = useCallback((paths: string[]) => void recognize(paths), [recognize])
  useDropTarget(`Drop to recognize with ${bank.name}`, take)

  const total = first.data?.total ?? 0
  const queries = project.data?.queryCount ?? 0
  // Where all that is needed is to hear the same recordings with another bank, that is the first thing offered.
  const onlyAgain = total === 0 && queries > 0
  const addButtons = (
    <>
      <Button variant={onlyAgain ? 'default' : 'filled'} onClick={() => void pick(() => host.pickFiles())}>
        Recognize files…
      </Button>
      <Button variant="default" onClick={() => void pick(() => host.pickFolders())}>
        Recognize a folder…
      </Button>
    </>
  )
  const bankSelect = (
    <Select
      aria-label="Bank"
      className="bank-select"
      data={banks.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={String(bankId)}
      allowDeselect={false}
      onChange={(next) => focusBank(Number(next))}
    />
  )
  const top = (
    <>
      {failure !== null && <ErrorNote error={failure} />}
      {running && <RunningJob job={running} />}
    </>
  )
  if (first.error) return <ErrorNote error={first.error} onRetry={() => void first.refetch()} />
  if (total === 0 && !first.isPending) {
    return (
      <>
        {top}
        <EmptyState
          title={running ? 'Listening' : queries > 0 ? 'Not yet recognized with this bank' : 'Drop recordings here'}
          actions={
            <>
              {queries > 0 && !running && (
                <Button onClick={() => void recognize()}>
                  {queries === 1 ? 'Recognize 1 recording' : `Recognize ${queries} recordings`}
                </Button>
              )}
              {addButtons}
            </>
          }
        >
          Every recording gets the label whose mixture explains it best, how sure that is, or an honest “unknown”.
          Files, folders, anywhere on this page.
          <div className="bank-line">
            <span>With</span> {bankSelect}
          </div>
        </EmptyState>
      </>
    )
  }
  const list = (
    <div className="recognize-list">
      <div className="panel-head recognize-head">{addButtons}</div>
      <div className="panel-head recognize-head">
        <SegmentedControl
          aria-label="Show"
          data={[
            { value: 'results', label: 'All results' },
            { value: 'doubtful', label: 'Listen to these next' },
          ]}
          value={shown}
          onChange={(next) => show(next === 'doubtful' ? 'doubtful' : 'results')}
        />
      </div>
      <div className="panel-head recognize-head">
        {bankSelect}
        <SegmentedControl
          aria-label="Sort by"
          disabled={shown === 'doubtful'}
          data={[
            { value: 'added', label: 'Added' },
            { value: 'name', label: 'Name' },
            { value: 'doubt', label: 'Doubt' },
          ]}
          value={sort}
          onChange={(next) => setSort(next === 'name' || next === 'doubt' ? next : 'added')}
        />
      </div>
      {top}
      {shown === 'doubtful' ? (
        <DoubtList bankId={bankId} />
      ) : (
        <ResultList key={`${bankId} ${sort}`} bankId={bankId} sort={sort} />
      )}
      <div className="recognize-foot dimmed">
        <span className="tabular">{total === 1 ? '1 recording' : `${total.toLocaleString('en-US')} recordings`}</span>
        {queries > 0 && (
          <Button size="compact-xs" variant="subtle" disabled={running !== undefined} onClick={() => void recognize()}>
            Recognize all again
          </Button>
        )}
      </div>
    </div>
  )
  return (
    <Panels
      name="recognize"
      left={list}
      leftLabel="Recognized recordings"
      leftWidth={430}
      center={<ChosenResult bankId={bankId} recordingId={recordingId} firstRows={first.data?.rows ?? []} />}
    />
  )
}

interface ChosenResultProps {
  readonly bankId: number
  readonly recordingId: number | null
  readonly firstRows: readonly { readonly recordingId: number }[]
}

/** The answer for the focused recording, wherever in the list it stands. */
function ChosenResult({ bankId, recordingId, firstRows }: ChosenResultProps) {
  const engine = useEngine()
  const result = useQuery({
    queryKey: queryKeys.results('one', bankId, recordingId),
    enabled: recordingId !== null,
    initialData: () => (recordingId === null ? undefined : resultAtHand(bankId, recordingId)),
    queryFn: () => oneResult(engine, bankId, recordingId ?? 0),
  })
  if (result.error) return <ErrorNote error={result.error} onRetry={() => void result.refetch()} />
  if (result.data) return <ResultDetail result={result.data} />
  const next = firstRows[0]
  if (result.isFetching) return null
  if (recordingId !== null) return <Unheard bankId={bankId} recordingId={recordingId} />
  return (
    <EmptyState
      title="Choose a recording"
      actions={
        next && (
          <Button variant="default" onClick={() => useFocus.getState().focusRecording(next.recordingId)}>
            Open the first
          </Button>
        )
      }
    >
      It opens here with every label’s likelihood over time. Sort by doubt to listen first where the bank is least sure.
    </EmptyState>
  )
}

interface UnheardProps {
  readonly bankId: number
  readonly recordingId: number
}

/** A recording that the bank was not asked about as a whole, such as one it learned from: who is heard when, all the same. */
function Unheard({ bankId, recordingId }: UnheardProps) {
  const engine = useEngine()
  const timeRange = useFocus((focus) => focus.timeRange)
  const recording = useQuery({
    queryKey: queryKeys.recording(recordingId),
    queryFn: () => engine.recordings.get({ id: recordingId }),
  })
  if (recording.error) return <ErrorNote error={recording.error} onRetry={() => void recording.refetch()} />
  if (!recording.data) return null
  const range = timeRange ?? { startSeconds: 0, endSeconds: recording.data.durationSeconds ?? 1 }
  return (
    <div className="result-detail">
      <p className="note dimmed">
        {recording.data.role === 'training'
          ? 'Training material: choose one of the recognized recordings to see what the bank makes of it as a whole.'
          : 'Not yet recognized with this bank.'}
      </p>
      <FocusedWaveform />
      <TimelineStrip bankId={bankId} recordingId={recordingId} range={range} />
    </div>
  )
}
