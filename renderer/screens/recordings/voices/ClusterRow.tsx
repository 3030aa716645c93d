import { useState } from 'react'
import { Button } from '@mantine/core'
import { IconPlayerPlayFilled } from '@tabler/icons-react'
import type { Cluster } from '../../../../src/engine/contract'
import { countText } from '../../../charts/rounded'
import { queryClient, useEngine } from '../../../engine'
import { useLabelColors } from '../../../labelColors'
import { usePlayer } from '../../../player'
import { ErrorNote } from '../../../widgets/ErrorNote'
import { duration } from '../../../widgets/seconds'
import { LabelField } from '../LabelField'
import { clusterColor } from './clusterColor'

interface ClusterRowProps {
  readonly clusteringId: number
  readonly cluster: Cluster
}

/** One voice that was found: how much there is of it, typical stretches to hear, and a field for its name. */
export function ClusterRow({ clusteringId, cluster }: ClusterRowProps) {
  const engine = useEngine()
  const colorOf = useLabelColors()
  const [failure, setFailure] = useState<unknown>(null)
  const { name, seconds, segmentCount, recordingCount, prototypes } = cluster
  const give = async (next: string | null): Promise<void> => {
    setFailure(null)
    try {
      await engine.clusterings.name({ id: clusteringId, cluster: cluster.cluster, name: next })
      void queryClient.invalidateQueries({ queryKey: ['clusterings'] })
    } catch (error) {
      setFailure(error)
    }
  }
  const called = name ?? `group ${cluster.cluster}`
  return (
    <li className="cluster-row" aria-label={`Group ${cluster.cluster}`}>
      <span
        aria-hidden
        className="patch"
        style={{ background: name === null ? clusterColor(cluster.cluster) : colorOf(name) }}
      />
      <span className="cluster-number strong tabular">{cluster.cluster}</span>
      <LabelField
        key={name ?? ''}
        name={`Name of group ${cluster.cluster}`}
        placeholder="Who is it?"
        label={name}
        onCommit={give}
      />
      <span className="cluster-snippets" role="group" aria-label={`Typical stretches of ${called}`}>
        {prototypes.map(({ recordingId, startSeconds, endSeconds }, index) => (
          <Button
            key={`${recordingId} ${startSeconds}`}
            size="compact-xs"
            variant="default"
            leftSection={<IconPlayerPlayFilled size={10} aria-hidden />}
            aria-label={`Play stretch ${index + 1} of ${called}, ${duration(endSeconds - startSeconds)}`}
            onClick={() => void usePlayer.getState().playRange(recordingId, startSeconds, endSeconds)}
          >
            {duration(endSeconds - startSeconds)}
          </Button>
        ))}
      </span>
      <span className="cluster-amount tabular">
        {duration(seconds)}
        <span className="dimmed">
          {' '}
          · {countText(segmentCount, 'segment')} in {countText(recordingCount, 'recording')}
        </span>
      </span>
      {failure !== null && <ErrorNote error={failure} />}
    </li>
  )
}
