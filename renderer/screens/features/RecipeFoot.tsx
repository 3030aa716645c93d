import { useState } from 'react'
import { Button } from '@mantine/core'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { recipeSchema, type Recipe } from '../../../src/features/recipe'
import type { RecipeConflict } from '../../../src/features/recipeConflicts'
import { queryKeys, useEngine } from '../../engine'
import { ErrorNote } from '../../widgets/ErrorNote'

interface RecipeFootProps {
  readonly current: Recipe
  readonly recipe: Recipe
  readonly settled: Recipe
  readonly conflicts: readonly RecipeConflict[]
  onChange(recipe: Recipe | null): void
}

/** What applying the edited recipe would cost, and the buttons that do it. Nothing where nothing was edited. */
export function RecipeFoot({ current, recipe, settled, conflicts, onChange }: RecipeFootProps) {
  const engine = useEngine()
  const queries = useQueryClient()
  const [error, setError] = useState<unknown>(null)
  const edited = JSON.stringify(current) !== JSON.stringify(recipe)
  const valid = recipeSchema.safeParse(recipe)
  const problem = conflicts[0]?.sentence ?? valid.error?.issues[0]?.message ?? null
  const { data: cost } = useQuery({
    queryKey: queryKeys.features('cost', settled),
    enabled: edited && problem === null,
    placeholderData: keepPreviousData,
    queryFn: () => engine.features.cost({ recipe: settled }),
  })
  const apply = async (compute: boolean): Promise<void> => {
    setError(null)
    try {
      await engine.features.setRecipe({ recipe })
      await queries.invalidateQueries({ queryKey: queryKeys.project })
      onChange(null)
      if (compute) await engine.jobs.start({ request: { kind: 'extract' } })
    } catch (failure) {
      setError(failure)
    }
  }
  if (!edited) return error === null ? null : <ErrorNote error={error} />
  return (
    <div className="recipe-foot" role="status">
      {error !== null && <ErrorNote error={error} />}
      {problem === null ? <span>{costWords(cost)}</span> : <span className="error-text">{problem}</span>}
      <div className="recipe-buttons">
        <Button disabled={problem !== null} onClick={() => void apply(true)}>
          Apply and compute
        </Button>
        <Button variant="default" disabled={problem !== null} onClick={() => void apply(false)}>
          Apply
        </Button>
        <Button variant="subtle" color="gray" onClick={() => onChange(null)}>
          Back
        </Button>
      </div>
    </div>
  )
}

function costWords(cost: { readonly toCompute: number; readonly total: number } | undefined): string {
  if (!cost) return 'Counting what has to be computed again.'
  if (cost.toCompute === 0) return 'Nothing has to be computed again.'
  return `${cost.toCompute} of ${cost.total} recordings have to be computed again.`
}
