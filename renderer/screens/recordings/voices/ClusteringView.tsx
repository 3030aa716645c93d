import { useState } from 'react'
import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Outputs } from '../../../../src/engine/contract'
import { countText } from '../../../charts/rounded'
import { queryKeys, useEngine } from '../../../engine'
import { ErrorNote } from '../../../widgets/ErrorNote'
import { ClusteredRecordings } from './ClusteredRecordings'
import { ClusterRow } from './ClusterRow'

interface ClusteringViewProps {
  readonly id: number
  readonly onClose: () => void
}

/** What sounds alike: the groups that were found, to be heard, named and turned into labels. */
export function ClusteringView({ id, onClose }: ClusteringViewProps) {
  const engine = useEngine()
  const [failure, setFailure] = useState<unknown>(null)
  const [applying, setApplying] = useState(false)
  const clustering = useQuery({
    queryKey: queryKeys.clusterings('one', id),
    queryFn: () => engine.clusterings.get({ id }),
  })
  const { data } = clustering
  const named = (data?.clusters ?? []).filter(({ name }) => name !== null)

  const apply = async (): Promise<void> => {
    setApplying(true)
    setFailure(null)
    try {
      notifications.show({
        title: 'Names turned into labels',
        message: appliedWords(await engine.clusterings.apply({ id })),
      })
    } catch (error) {
      setFailure(error)
    } finally {
      setApplying(false)
    }
  }
  const remove = async (): Promise<void> => {
    setFailure(null)
    try {
      await engine.clusterings.remove({ id })
      onClose()
    } catch (error) {
      setFailure(error)
    }
  }
  if (clustering.error) {
    return (
      <>
        <ErrorNote error={clustering.error} onRetry={() => void clustering.refetch()} />
        <p className="note">
          <Button variant="default" onClick={onClose}>
            Back to the recordings
          </Button>
        </p>
      </>
    )
  }
  return (
    <section className="clustering" aria-label="Groups by voice">
      <header>
        <h2>{data ? `${countText(data.clusterCount, 'group')} found` : 'Groups by voice'}</h2>
        {data && <p>{data.description}</p>}
        {data && data.warnings.length > 0 && (
          <ul className="clustering-warnings" aria-label="To be kept in mind">
            {data.warnings.map((warning) => (
              <li key={warning}>
                <IconAlertTriangle size={14} aria-hidden />
                <span>{warning}</span>
              </li>
            ))}
          </ul>
        )}
        <Group gap={6}>
          <Button disabled={named.length === 0} loading={applying} onClick={() => void apply()}>
            {named.length === 0 ? 'Turn names into labels' : `Turn ${countText(named.length, 'name')} into labels`}
          </Button>
          <Button variant="default" onClick={onClose}>
            Back to the recordings
          </Button>
          <Button variant="default" onClick={() => void remove()}>
            Remove this grouping
          </Button>
        </Group>
        {failure !== null && <ErrorNote error={failure} />}
      </header>
      {data && (
        <>
          <ul className="clusters" aria-label="Groups">
            {data.clusters.map((cluster) => (
              <ClusterRow key={cluster.cluster} clusteringId={id} cluster={cluster} />
            ))}
          </ul>
          <ClusteredRecordings clustering={data} />
        </>
      )}
    </section>
  )
}

/** "12 recordings labeled, 3 in part (8 stretches); 2 kept the label they had". */
function appliedWords(applied: Outputs['clusterings']['apply']): string {
  const { labeledRecordings, partlyLabeledRecordings, spans, keptLabels } = applied
  const parts = [`${countText(labeledRecordings, 'recording')} labeled`]
  if (partlyLabeledRecordings > 0) {
    parts.push(`${partlyLabeledRecordings} in part (${countText(spans, 'stretch', 'stretches')})`)
  }
  return `${parts.join(', ')}${keptLabels > 0 ? `; ${keptLabels} kept the label they had` : ''}.`
}
