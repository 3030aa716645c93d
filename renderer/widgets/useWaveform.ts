import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { queryKeys, useEngine, valuesOf } from '../engine'
import type { TimeRange } from '../focus'

/** Minima and maxima of a recording, or of a stretch of it, in `bins` equal steps; rows are (min, max). */
export function useWaveform(id: number | null, bins: number, range: TimeRange | null = null) {
  const engine = useEngine()
  return useQuery({
    queryKey: queryKeys.waveform(id, bins, range?.startSeconds, range?.endSeconds),
    enabled: id !== null,
    placeholderData: (before, query) => (query?.queryKey[2] === id ? keepPreviousData(before) : undefined),
    queryFn: async () => {
      if (id === null) return null
      const { durationSeconds, peaks } = await engine.recordings.waveform({ id, bins, ...range })
      return { durationSeconds, peaks: await valuesOf(peaks) }
    },
  })
}
