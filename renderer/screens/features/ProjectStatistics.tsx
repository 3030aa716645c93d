import { useEffect, useRef, useState } from 'react'
import { Button, Progress } from '@mantine/core'
import type { Recipe } from '../../../src/features/recipe'
import { useEngine } from '../../engine'
import { ErrorNote } from '../../widgets/ErrorNote'

interface ProjectStatisticsProps {
  readonly recipe: Recipe
  onMeasured(recipe: Recipe): void
}

/** The statistics that the normalization by the project goes by: of how many columns they are, or how to get them. */
export function ProjectStatistics({ recipe, onMeasured }: ProjectStatisticsProps) {
  const engine = useEngine()
  const [progress, setProgress] = useState<{ readonly done: number; readonly total: number } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const running = useRef<AbortController | null>(null)
  // Another recipe has other statistics, and a form that is gone takes none.
  useEffect(() => () => running.current?.abort(), [recipe])

  const measure = async (): Promise<void> => {
    const stop = new AbortController()
    running.current = stop
    setError(null)
    setProgress({ done: 0, total: 0 })
    try {
      const measuring = await engine.features.measureStatistics({ recipe }, { signal: stop.signal })
      for (;;) {
        const step = await measuring.next()
        if (stop.signal.aborted) return
        if (step.done) {
          onMeasured(step.value.recipe)
          return
        }
        setProgress(step.value)
      }
    } catch (failure) {
      if (!stop.signal.aborted) setError(failure)
    } finally {
      setProgress(null)
    }
  }

  const { projectStatistics } = recipe
  return (
    <div className="recipe-statistics">
      <span className="recipe-help">
        {projectStatistics === null
          ? 'Mean and deviation of each column over the kept frames of all labeled recordings. They become part of the recipe.'
          : `Measured over the labeled recordings: mean and deviation of ${projectStatistics.means.length} columns.`}
      </span>
      {progress === null ? (
        <Button size="compact-sm" variant="default" onClick={() => void measure()}>
          Measure the project’s statistics
        </Button>
      ) : (
        <div className="recipe-measuring" role="status">
          <Progress
            size="sm"
            value={progress.total > 0 ? (100 * progress.done) / progress.total : 0}
            aria-label="Progress of measuring the project’s statistics"
          />
          <span className="dimmed tabular">
            {progress.done} of {progress.total} recordings
          </span>
          <Button size="compact-xs" variant="default" onClick={() => running.current?.abort()}>
            Cancel
          </Button>
        </div>
      )}
      {error !== null && <ErrorNote error={error} />}
    </div>
  )
}
