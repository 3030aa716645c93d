import { Button, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { countText } from '../../../charts/rounded'
import { queryKeys, useEngine } from '../../../engine'
import { useNavigation } from '../../../navigation'
import { ErrorNote } from '../../../widgets/ErrorNote'
import './voices.css'

interface ClusteringListProps {
  readonly openId: number | null
  readonly onOpen: (id: number) => void
}

/** Every grouping by voice of the project, newest first, and a way to make one. */
export function ClusteringList({ openId, onOpen }: ClusteringListProps) {
  const engine = useEngine()
  const openSheet = useNavigation((state) => state.openSheet)
  const list = useQuery({ queryKey: queryKeys.clusterings('list'), queryFn: () => engine.clusterings.list() })
  return (
    <section className="clustering-list" aria-label="Grouped by voice">
      <div className="panel-head">
        <h2 className="panel-title">Grouped by voice</h2>
        <Button
          size="compact-xs"
          variant="default"
          title="Puts together what sounds alike, without labels"
          onClick={() => openSheet('group')}
        >
          Group…
        </Button>
      </div>
      {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.length === 0 && (
        <p className="note dimmed">Recordings without labels can be grouped by how they sound, and the groups named.</p>
      )}
      <ul className="label-list">
        {(list.data ?? []).map(({ id, createdAt, clusterCount, namedCount, recordingCount, appliedAt }) => (
          <li key={id}>
            <UnstyledButton
              className="clustering-row"
              aria-current={id === openId ? 'true' : undefined}
              onClick={() => onOpen(id)}
            >
              <span className="strong">{countText(clusterCount, 'group')}</span>
              <span className="dimmed tabular">
                {new Date(createdAt).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' })}
              </span>
              <span className="dimmed tabular clustering-words">
                {countText(recordingCount, 'recording')}
                {appliedAt !== null ? ' · turned into labels' : namedCount > 0 ? ` · ${namedCount} named` : ''}
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  )
}
