import type { Recipe } from '../../../src/features/recipe'

interface ProjectStatisticsProps {
  readonly recipe: Recipe
  onMeasured(recipe: Recipe): void
}

/** The statistics that the normalization by the project goes by: how many columns they are of, or how to get them. */
export function ProjectStatistics({ recipe }: ProjectStatisticsProps) {
  const { projectStatistics } = recipe
  return (
    <p className="recipe-help">
      {projectStatistics === null
        ? 'Not measured yet.'
        : `Measured: mean and deviation of ${projectStatistics.means.length} columns.`}
    </p>
  )
}
