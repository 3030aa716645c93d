import { useEffect } from 'react'
import { useElementSize } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { Job } from '../../../src/engine/contract'
import { fitPoints, lowerBoundsColumns, lowerBoundsHeight, lowerBoundsPicture } from '../../charts/lowerBound'
import { queryKeys, useEngine } from '../../engine'
import { addFits, useJobs } from '../../engineEvents'
import { useLabelColors } from '../../labelColors'
import { Chart } from '../../widgets/Chart'
import { useChartColors } from '../../widgets/chartTheme'
import { ErrorNote } from '../../widgets/ErrorNote'
import { RunningJob } from '../../widgets/RunningJob'

const noFits: Readonly<Record<string, readonly number[]>> = {}

/** A training as it goes: the lower bound of every label climbs in a small chart of its own. */
export function TrainingView({ job }: { readonly job: Job }) {
  const engine = useEngine()
  const colors = useChartColors()
  const colorOf = useLabelColors()
  const { ref, width } = useElementSize()
  const fits = useJobs((state) => state.fits[job.id]) ?? noFits
  const labels = useQuery({ queryKey: queryKeys.labels, queryFn: () => engine.recordings.labels() })
  const history = useQuery({
    queryKey: queryKeys.bankView('fitHistory', job.id),
    queryFn: () => engine.jobs.fitHistory({ id: job.id }),
    gcTime: 0,
  })
  useEffect(() => addFits(history.data ?? []), [history.data])

  const known = (labels.data ?? []).flatMap(({ label }) => label ?? [])
  // An update fits only some labels again, and which they are shows as they begin.
  const begin = job.request.kind === 'update' ? known.filter((label) => label in fits) : known
  const names = [...begin, ...Object.keys(fits).filter((label) => !known.includes(label))]
  const curves = names.map((label) => ({ label, points: fitPoints(fits[label] ?? [], 1) }))
  const columns = lowerBoundsColumns(width || 640)
  const bound = job.request.kind === 'train' && job.request.bayesian ? 'variational' : 'likelihood'
  const picture = curves.length > 0 ? lowerBoundsPicture(curves, colorOf, columns, colors, bound) : null
  const begun = curves.some(({ points }) => points.length > 0)
  const active = job.state === 'queued' || job.state === 'running'
  return (
    <div className="training" ref={ref}>
      {active && <RunningJob job={job} />}
      {job.state === 'failed' && <ErrorNote error={failureOf(job)} />}
      {job.state === 'cancelled' && (
        <p className="note">
          {job.outcome ?? 'This training was cancelled. No bank was made of it; the features it computed are kept.'}
        </p>
      )}
      {(active || begun) && (
        <Chart
          name="Lower bound of each label"
          title={picture?.title ?? 'The training begins'}
          option={picture?.option ?? null}
          height={lowerBoundsHeight(curves.length, columns)}
          loading={picture === null && active}
          {...(picture ? { howToRead: picture.howToRead, csv: picture.csv } : {})}
        />
      )}
    </div>
  )
}

function failureOf(job: Job): Error {
  return Object.assign(new Error(job.error?.message ?? 'The training failed.'), { code: job.error?.code ?? 'INTERNAL' })
}
