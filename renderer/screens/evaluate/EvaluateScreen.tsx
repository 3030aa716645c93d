import { useEffect, useState } from 'react'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { queryKeys, useEngine } from '../../engine'
import { useJobs } from '../../engineEvents'
import { useNavigation } from '../../navigation'
import { EmptyState } from '../../widgets/EmptyState'
import { ErrorNote } from '../../widgets/ErrorNote'
import { RunningJob } from '../../widgets/RunningJob'
import { EvaluateForm } from './EvaluateForm'
import { OpenEvaluation } from './OpenEvaluation'
import './evaluate.css'

/** How well the labels can be told apart, measured on recordings that the models have not heard. */
export function EvaluateScreen() {
  const engine = useEngine()
  const go = useNavigation((state) => state.go)
  const [chosenId, choose] = useState<number | null>(null)
  const jobs = useJobs((state) => state.jobs).filter(({ request }) => request.kind === 'evaluate')
  const running = jobs.findLast(({ state }) => state === 'queued' || state === 'running')
  const last = jobs.at(-1)
  const runs = useQuery({ queryKey: queryKeys.evaluations('list'), queryFn: () => engine.evaluations.list() })
  const labels = useQuery({ queryKey: queryKeys.labels, queryFn: () => engine.recordings.labels() })
  // A run that ends is what one wants to see, whichever was open before.
  const finishedId = last?.state === 'done' ? last.resultId : null
  useEffect(() => {
    if (finishedId !== null) choose(finishedId)
  }, [finishedId])

  const newest = [...(runs.data ?? [])].sort((one, other) => other.createdAt - one.createdAt || other.id - one.id)
  const open = newest.find(({ id }) => id === chosenId) ?? newest[0]
  const enough = (labels.data ?? []).filter(({ label, recordingCount }) => label !== null && recordingCount >= 2)
  const top = (
    <>
      {running && <RunningJob job={running} />}
      {!running && last?.state === 'failed' && (
        <ErrorNote
          error={Object.assign(new Error(last.error?.message ?? 'The evaluation failed.'), {
            code: last.error?.code ?? 'INTERNAL',
          })}
        />
      )}
    </>
  )
  if (runs.error) return <ErrorNote error={runs.error} onRetry={() => void runs.refetch()} />
  if (runs.data === undefined) return null
  if (open === undefined) {
    const possible = labels.data === undefined || enough.length >= 2
    return (
      <>
        {top}
        <EmptyState
          title="How well can these labels be told apart?"
          actions={
            possible ? (
              <EvaluateForm busy={running !== undefined} />
            ) : (
              <Button onClick={() => go('recordings')}>Go to Recordings</Button>
            )
          }
        >
          {possible
            ? 'Every labeled recording is held out once: models are trained on the others and asked for its label. The answer is an accuracy with its interval, and who is taken for whom.'
            : 'That takes at least two labels with two recordings each. Import or label more recordings first.'}
        </EmptyState>
      </>
    )
  }
  return (
    <>
      {top}
      <OpenEvaluation evaluation={open} runs={newest} busy={running !== undefined} onOpen={choose} />
    </>
  )
}
