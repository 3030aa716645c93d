import { useMemo, useState } from 'react'
import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { BankDetail } from '../../../src/engine/contract'
import { coefficientHistogramPicture } from '../../charts/coefficientHistogram'
import { scatterPoints } from '../../charts/componentScatter'
import { queryKeys, useEngine, valuesOf } from '../../engine'
import { useFocus } from '../../focus'
import { Chart } from '../../widgets/Chart'
import { useChartColors } from '../../widgets/chartTheme'
import { ErrorNote } from '../../widgets/ErrorNote'
import { componentColor } from './componentColor'

interface CoefficientViewProps {
  readonly bank: BankDetail
  readonly label: string
}

/** One coefficient of a label's frames, under the mixture's density along it. */
export function CoefficientView({ bank, label }: CoefficientViewProps) {
  const engine = useEngine()
  const colors = useChartColors()
  const component = useFocus((focus) => focus.component)
  const [chosen, choose] = useState(0)
  const column = Math.min(chosen, bank.columnNames.length - 1)
  const frames = useQuery({
    queryKey: queryKeys.bankView('coefficient', bank.id, label, column),
    queryFn: async () => {
      // The engine draws planes; of a plane with this column on both axes, one axis is enough.
      const axes = { kind: 'coefficients', x: column, y: column } as const
      const answer = await engine.banks.scatter({ bankId: bank.id, label, axes, maxPoints: 12_000 })
      const { values } = await valuesOf(answer.points)
      return scatterPoints(values).map(({ x }) => x)
    },
  })
  const mixture = bank.mixtures.find((one) => one.label === label)
  const picture = useMemo(() => {
    if (!frames.data || !mixture) return null
    const components = mixture.weights.map((weight, index) => ({
      weight,
      mean: mixture.means[index][column],
      variance: mixture.covariances[index][column],
    }))
    return coefficientHistogramPicture(
      frames.data,
      components,
      bank.columnNames[column],
      componentColor,
      component,
      colors,
    )
  }, [frames.data, mixture, bank.columnNames, column, component, colors])
  if (frames.error) return <ErrorNote error={frames.error} onRetry={() => void frames.refetch()} />
  return (
    <Chart
      name="One coefficient"
      title={picture?.title ?? 'One coefficient'}
      option={picture?.option ?? null}
      height={220}
      loading={frames.isPending}
      controls={
        <Select
          aria-label="Coefficient"
          w={84}
          data={bank.columnNames.map((name, index) => ({ value: String(index), label: name }))}
          value={String(column)}
          allowDeselect={false}
          onChange={(next) => choose(Number(next))}
        />
      }
      {...(picture ? { howToRead: picture.howToRead, csv: picture.csv } : {})}
    />
  )
}
