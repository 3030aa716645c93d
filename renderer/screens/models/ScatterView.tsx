import { useMemo, useState } from 'react'
import type { ECElementEvent } from 'echarts'
import { Group, SegmentedControl, Select } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { BankDetail } from '../../../src/engine/contract'
import { componentScatterPicture, scatterPoints } from '../../charts/componentScatter'
import { queryKeys, useEngine, valuesOf } from '../../engine'
import { useFocus } from '../../focus'
import { Chart } from '../../widgets/Chart'
import { useChartColors } from '../../widgets/chartTheme'
import { ErrorNote } from '../../widgets/ErrorNote'
import { componentColor } from './componentColor'

interface ScatterViewProps {
  readonly bank: BankDetail
  readonly label: string
}

/** The frames of a label under its mixture, on the axes one chooses. */
export function ScatterView({ bank, label }: ScatterViewProps) {
  const engine = useEngine()
  const colors = useChartColors()
  const component = useFocus((focus) => focus.component)
  const [kind, setKind] = useState<'pca' | 'coefficients'>('pca')
  const last = bank.columnNames.length - 1
  const [chosenX, setX] = useState(0)
  const [chosenY, setY] = useState(1)
  const x = Math.min(chosenX, last)
  const y = Math.min(chosenY, last)
  const axes = kind === 'pca' ? ({ kind } as const) : ({ kind, x, y } as const)
  const scatter = useQuery({
    queryKey: queryKeys.bankView('scatter', bank.id, label, axes),
    placeholderData: (before, query) =>
      query?.queryKey[3] === bank.id && query.queryKey[4] === label ? keepPreviousData(before) : undefined,
    queryFn: async () => {
      const answer = await engine.banks.scatter({ bankId: bank.id, label, axes, maxPoints: 12_000 })
      const { values } = await valuesOf(answer.points)
      return { ...answer, points: scatterPoints(values) }
    },
  })
  const picture = useMemo(
    () => (scatter.data ? componentScatterPicture(scatter.data, componentColor, component, colors) : null),
    [scatter.data, component, colors],
  )
  const { hopSeconds, frameSeconds, framing } = bank.recipe
  const middle = framing === 'centered' ? 0 : frameSeconds / 2
  const on = useMemo(
    () => ({
      click: ({ seriesId, value, data }: ECElementEvent & { seriesId?: string }) => {
        const { focusComponent, focusRecording } = useFocus.getState()
        if (seriesId === 'means') focusComponent(idOf(data))
        else if (Array.isArray(value) && typeof value[2] === 'number' && typeof value[3] === 'number') {
          focusRecording(value[2], value[3] * hopSeconds + middle)
        }
      },
    }),
    [hopSeconds, middle],
  )
  const columns = bank.columnNames.map((name, index) => ({ value: String(index), label: name }))
  const axisSelect = (axis: string, value: number, choose: (index: number) => void) => (
    <Select
      aria-label={`${axis} axis`}
      w={84}
      data={columns}
      value={String(value)}
      allowDeselect={false}
      searchable={columns.length > 20}
      onChange={(next) => choose(Number(next))}
    />
  )
  if (scatter.error) return <ErrorNote error={scatter.error} onRetry={() => void scatter.refetch()} />
  return (
    <Chart
      name="Components"
      title={picture?.title ?? 'Frames and components'}
      option={picture?.option ?? null}
      height={380}
      loading={scatter.isPending}
      on={on}
      controls={
        <Group gap={4} wrap="nowrap">
          {kind === 'coefficients' && axisSelect('Horizontal', x, setX)}
          {kind === 'coefficients' && axisSelect('Vertical', y, setY)}
          <SegmentedControl
            aria-label="Axes"
            value={kind}
            data={[
              { value: 'pca', label: 'PCA' },
              { value: 'coefficients', label: 'Coefficients' },
            ]}
            onChange={(next) => setKind(next === 'pca' ? 'pca' : 'coefficients')}
          />
        </Group>
      }
      {...(picture ? { howToRead: picture.howToRead, csv: picture.csv } : {})}
    />
  )
}

/** The component that a mark stands for, told by its `id`; choosing the chosen one again lets it go. */
function idOf(data: unknown): number | null {
  const id = typeof data === 'object' && data !== null && 'id' in data && typeof data.id === 'number' ? data.id : null
  return id === useFocus.getState().component ? null : id
}
