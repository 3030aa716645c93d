import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ExtraColumn, Recipe } from '../../../src/features/recipe'
import { recipeConflicts } from '../../../src/features/recipeConflicts'
import type { TrackTimes } from '../../charts/tracks'
import { queryKeys, useEngine, valuesOf } from '../../engine'
import type { TimeRange } from '../../focus'

/** The engine computes at most this much at a time. */
export const longestSeconds = 60

/** A stretch of a recording under a recipe. */
export interface Looked {
  readonly id: number
  readonly recipe: Recipe
  readonly sampleRateHz: number | null
  /** Null until it is known how long the recording is. */
  readonly stretch: TimeRange | null
}

/** What the front end makes of the stretch; while a recipe cannot be used, what the last one made. */
export function useFeaturePreview(looked: Looked) {
  const engine = useEngine()
  const request = requestOf(looked)
  const query = useQuery({
    queryKey: queryKeys.features('preview', request),
    enabled: request !== null,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      if (!request) return null
      const answer = await engine.features.preview(request, { signal })
      const [frames, levels] = await Promise.all([answer.frames, answer.levels].map(valuesOf))
      return { ...answer, id: request.id, recipe: request.recipe, frames, levels: levels.values }
    },
  })
  const data = query.data?.id === looked.id ? query.data : null
  return { data, error: query.error, fetching: query.isFetching }
}

export type ShownFeatures = NonNullable<ReturnType<typeof useFeaturePreview>['data']>

/** Levels over time and frequency, asked for anew only where the lengths of frames change. */
export function useSpectrogram(looked: Looked) {
  const engine = useEngine()
  const request = requestOf(looked)
  const { frameSeconds, hopSeconds } = looked.recipe
  const asked = request && {
    id: request.id,
    startSeconds: request.startSeconds,
    lengthSeconds: request.lengthSeconds,
    frameSeconds,
    hopSeconds,
  }
  const query = useQuery({
    queryKey: queryKeys.features('spectrogram', asked),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      if (!asked) return null
      const { levels, ...times } = await engine.features.spectrogram(asked, { signal })
      return { id: asked.id, ...times, ...(await valuesOf(levels)) }
    },
  })
  return query.data?.id === looked.id ? query.data : null
}

export type ShownSpectrogram = NonNullable<ReturnType<typeof useSpectrogram>>

/** When the frames are: a centered frame begins half of its length before its hop. */
export function frameTimes({ startSeconds, hopSeconds, frameSeconds, recipe }: ShownFeatures): TrackTimes {
  const before = recipe.framing === 'centered' ? frameSeconds / 2 : 0
  return { startSeconds: startSeconds - before, hopSeconds, frameSeconds }
}

/** Measures of the same frames that are no columns of the recipe. */
export function useTrackValues(looked: Looked, extras: readonly ExtraColumn[]) {
  const engine = useEngine()
  const request = requestOf(looked)
  return useQuery({
    queryKey: queryKeys.features('tracks', request, extras),
    enabled: request !== null && extras.length > 0,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      if (!request || extras.length === 0) return null
      const { names, values } = await engine.features.tracks({ ...request, extras: [...extras] }, { signal })
      return { id: request.id, names, ...(await valuesOf(values)) }
    },
  })
}

function requestOf({ id, recipe, sampleRateHz, stretch }: Looked) {
  if (!stretch || recipeConflicts(recipe, sampleRateHz).length > 0) return null
  const { startSeconds, endSeconds } = stretch
  return { id, recipe, startSeconds, lengthSeconds: Math.min(longestSeconds, endSeconds - startSeconds) }
}
