import { useEffect, useMemo, useState } from 'react'
import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { queryKeys, useEngine } from '../../engine'
import { useJobs } from '../../engineEvents'
import { Panels } from '../../frame/Panels'
import { host } from '../../host'
import { useNavigation } from '../../navigation'
import type { RecordingQuery } from '../../recordingOrder'
import { EmptyState } from '../../widgets/EmptyState'
import { ErrorNote } from '../../widgets/ErrorNote'
import { RunningJob } from '../../widgets/RunningJob'
import { FocusedWaveform } from './FocusedWaveform'
import { LabelList } from './LabelList'
import { RecordingInspector } from './RecordingInspector'
import { RecordingTable } from './RecordingTable'
import { RecordingToolbar } from './RecordingToolbar'
import { ClusteringList } from './voices/ClusteringList'
import { ClusteringView } from './voices/ClusteringView'
import { GroupSheet } from './voices/GroupSheet'
import { noFilters, type Filters } from './filters'

const importFrom = async (pick: () => Promise<string[]>): Promise<void> => {
  const paths = await pick()
  if (paths.length > 0) useNavigation.getState().importFrom(paths)
}

/** The material: every recording with its label, level and troubles. */
export function RecordingsScreen() {
  const engine = useEngine()
  const [filters, setFilters] = useState<Filters>(noFilters)
  const [text] = useDebouncedValue(filters.text, 200)
  const query = useMemo<RecordingQuery>(
    () => ({
      role: filters.role,
      sort: filters.sort,
      descending: filters.descending,
      problemsOnly: filters.problemsOnly,
      ...(text.trim() ? { text: text.trim() } : {}),
      ...(filters.label === undefined ? {} : { label: filters.label }),
    }),
    [filters, text],
  )
  const { data: project } = useQuery({ queryKey: queryKeys.project, queryFn: () => engine.project.current() })
  const change = (part: Partial<Filters>): void => setFilters((before) => ({ ...before, ...part }))

  const [clusteringId, openClustering] = useState<number | null>(null)
  const [groupingJob, watchGrouping] = useState<number | null>(null)
  const grouping = useJobs(({ jobs }) => jobs.find(({ id }) => id === groupingJob))
  // A grouping that was asked for here opens when it is done.
  const groupedId = grouping?.state === 'done' ? grouping.resultId : null
  useEffect(() => {
    if (groupedId === null) return
    openClustering(groupedId)
    watchGrouping(null)
  }, [groupedId])

  const importing = useJobs(({ jobs }) => jobs.find((job) => job.request.kind === 'import' && job.state === 'running'))

  if (importing && project?.recordingCount === 0) {
    return (
      <EmptyState title="Recordings are coming in">
        {importing.total > 0
          ? `${importing.done} of ${importing.total} ${importing.unit} read.`
          : 'Looking for recordings.'}
      </EmptyState>
    )
  }
  if (project && project.recordingCount === 0 && project.queryCount === 0) {
    return (
      <EmptyState
        title="No recordings yet"
        actions={
          <>
            <Button onClick={() => void importFrom(() => host.pickFolders())}>Import folders…</Button>
            <Button variant="default" onClick={() => void importFrom(() => host.pickFiles())}>
              Import files…
            </Button>
          </>
        }
      >
        Drop folders or files anywhere. Where each label has a folder of its own, the labels come with them.
      </EmptyState>
    )
  }
  const groupingRuns = grouping?.state === 'queued' || grouping?.state === 'running'
  return (
    <>
      {grouping && groupingRuns && <RunningJob job={grouping} />}
      {grouping?.error && <ErrorNote error={Object.assign(new Error(grouping.error.message), grouping.error)} />}
      <Panels
        name="recordings"
        leftLabel="Labels"
        left={
          <>
            <LabelList
              chosen={filters.label}
              onChoose={(label) => {
                openClustering(null)
                change({ label })
              }}
            />
            <ClusteringList openId={clusteringId} onOpen={openClustering} />
          </>
        }
        leftWidth={248}
        center={
          <>
            <FocusedWaveform />
            {clusteringId === null ? (
              <>
                <RecordingToolbar filters={filters} onChange={change} />
                <RecordingTable query={query} filters={filters} onChange={change} />
              </>
            ) : (
              <ClusteringView key={clusteringId} id={clusteringId} onClose={() => openClustering(null)} />
            )}
          </>
        }
        inspector={<RecordingInspector />}
      />
      <GroupSheet onStarted={watchGrouping} />
    </>
  )
}
