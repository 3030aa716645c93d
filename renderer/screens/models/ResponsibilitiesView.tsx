import { useEffect, useMemo } from 'react'
import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { BankDetail } from '../../../src/engine/contract'
import { responsibilitiesPicture } from '../../charts/responsibilities'
import { queryKeys, useEngine, valuesOf } from '../../engine'
import { useFocus } from '../../focus'
import { Chart } from '../../widgets/Chart'
import { useChartColors } from '../../widgets/chartTheme'
import { ErrorNote } from '../../widgets/ErrorNote'
import { FocusedWaveform } from '../recordings/FocusedWaveform'
import { componentColor } from './componentColor'

interface ResponsibilitiesViewProps {
  readonly bank: BankDetail
  readonly label: string
}

/** Which component answers for what, over the time of one recording and under its waveform. */
export function ResponsibilitiesView({ bank, label }: ResponsibilitiesViewProps) {
  const engine = useEngine()
  const colors = useChartColors()
  const { recordingId, timeRange, component, focusRecording } = useFocus()
  const list = useQuery({
    queryKey: queryKeys.recordings('ofLabel', label),
    queryFn: () => engine.recordings.list({ label, limit: 200, sort: 'name' }),
  })
  const first = list.data?.rows[0]?.id
  useEffect(() => {
    if (recordingId === null && first !== undefined) focusRecording(first)
  }, [recordingId, first, focusRecording])

  const focused = useQuery({
    queryKey: queryKeys.recording(recordingId),
    enabled: recordingId !== null,
    queryFn: () => engine.recordings.get({ id: recordingId ?? 0 }),
  })
  const answer = useQuery({
    queryKey: queryKeys.bankView('responsibilities', bank.id, label, recordingId),
    enabled: recordingId !== null,
    queryFn: async () => {
      const { responsibilities, ...rest } = await engine.banks.responsibilities({
        bankId: bank.id,
        label,
        recordingId: recordingId ?? 0,
      })
      const { rows, columns, values } = await valuesOf(responsibilities)
      return { ...rest, values, frameCount: rows, componentCount: columns }
    },
  })
  const startSeconds = timeRange?.startSeconds ?? 0
  const endSeconds = timeRange?.endSeconds ?? focused.data?.durationSeconds ?? 1
  const picture = useMemo(
    () =>
      answer.data
        ? responsibilitiesPicture(answer.data, componentColor, component, [startSeconds, endSeconds], colors)
        : null,
    [answer.data, component, startSeconds, endSeconds, colors],
  )
  const choices = (list.data?.rows ?? []).map(({ id, name }) => ({ value: String(id), label: name }))
  if (focused.data && !choices.some(({ value }) => value === String(recordingId))) {
    const { name, label: own } = focused.data
    choices.unshift({ value: String(recordingId), label: own === null ? name : `${name} (${own})` })
  }
  const chooser = (
    <Select
      aria-label="Recording"
      placeholder="Choose a recording"
      w={190}
      searchable
      data={choices}
      value={recordingId === null ? null : String(recordingId)}
      allowDeselect={false}
      onChange={(next) => next !== null && focusRecording(Number(next))}
    />
  )
  return (
    <div>
      <FocusedWaveform />
      {answer.error ? (
        <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <Chart
          name="Responsibilities"
          title={picture?.title ?? 'Responsibilities over time'}
          option={picture?.option ?? null}
          height={200}
          loading={recordingId !== null && answer.isPending}
          empty="Choose a recording to see which component answers for which moment."
          controls={chooser}
          time={{ range: { startSeconds, endSeconds }, ...(picture ? { readout: picture.readout } : {}) }}
          {...(picture ? { howToRead: picture.howToRead, csv: picture.csv } : {})}
        />
      )}
    </div>
  )
}
