import { useMemo } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { BankDetail, MixtureDetail } from '../../../src/engine/contract'
import { correlationsPicture } from '../../charts/correlations'
import { byWeight } from '../../charts/weights'
import { queryKeys, useEngine, valuesOf } from '../../engine'
import { useFocus } from '../../focus'
import { Chart } from '../../widgets/Chart'
import { useChartColors } from '../../widgets/chartTheme'
import { ErrorNote } from '../../widgets/ErrorNote'

interface CorrelationViewProps {
  readonly bank: BankDetail
  readonly mixture: MixtureDetail
}

/** How the coefficients move together in the chosen component, or the heaviest; tied ones all have the same matrix. */
export function CorrelationView({ bank, mixture }: CorrelationViewProps) {
  const engine = useEngine()
  const colors = useChartColors()
  const chosen = useFocus((focus) => focus.component)
  const { label, weights, covarianceType } = mixture
  const tied = covarianceType === 'tied'
  const component = tied ? 0 : chosen !== null && chosen < weights.length ? chosen : byWeight(weights)[0]
  const answer = useQuery({
    queryKey: queryKeys.bankView('correlations', bank.id, label, component),
    queryFn: async () => {
      const { correlations } = await engine.banks.correlations({ bankId: bank.id, label, component })
      return (await valuesOf(correlations)).values
    },
  })
  const { columnNames } = bank
  const picture = useMemo(
    () =>
      answer.data
        ? correlationsPicture({ columnNames, values: answer.data, component: tied ? null : component }, colors)
        : null,
    [answer.data, columnNames, tied, component, colors],
  )
  if (answer.error) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />
  return (
    <Chart
      name="Correlations"
      title={picture?.title ?? 'Correlations of the coefficients'}
      option={picture?.option ?? null}
      height={320}
      loading={answer.isPending}
      {...(picture ? { howToRead: picture.howToRead, csv: picture.csv } : {})}
    />
  )
}
